#!/usr/bin/env bash
# Opens the page of the notes in Chromium, on a phone's width and a desk's, light and dark: no messages in the console, every
# row there, every picture with a size, nothing wider than the page. Keeps screenshots beside the page.
#
#     cargo run --release -p examples --bin notes && examples/notes-page-check.sh
#
# Needs `chromium` (Debian: apt install chromium) and takes about a minute.
set -euo pipefail

page=$(realpath "${1:-target/notes/index.html}")
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) \
    || { echo "there is no Chromium; install it: apt install chromium"; exit 1; }
shots=$(dirname "$page")/screenshots
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rm -rf "$shots"
mkdir -p "$shots"

open() { # scheme (0 dark, 1 light), width, height, more..
    local scheme=$1 width=$2 height=$3
    shift 3
    timeout 180 "$browser" --headless --no-sandbox --disable-gpu --hide-scrollbars --enable-logging=stderr --v=0 \
        --blink-settings=preferredColorScheme="$scheme" --virtual-time-budget=5000 \
        --window-size="$width,$height" --user-data-dir="$work/profile" "$@"
}

# The page with a script at its end that measures it and tells its frame. Windows are 500 pixels wide at least, frames are not.
sed 's|</body>|<script>\
addEventListener("load", () => {\
  for (const d of document.querySelectorAll("details")) d.open = true;\
  const size = e => { const r = e.getBoundingClientRect(); return r.width > 50 \&\& r.height > 30; };\
  const pictures = [...document.querySelectorAll("svg")];\
  parent.postMessage(["rows", document.querySelectorAll("article[id]").length, "pictures", pictures.length, "empty",\
    pictures.filter(e => !size(e)).length, "crosses", document.querySelectorAll("td .no").length, "wider",\
    document.documentElement.scrollWidth - innerWidth, "dark", +matchMedia("(prefers-color-scheme: dark)").matches].join(" "), "*");\
});</script></body>|' "$page" > "$work/measured.html"

frame() { # width, height, offset, file
    printf '<!DOCTYPE html><style>body{margin:0}div{height:%spx;overflow:hidden;width:%spx}iframe{border:0;width:%spx;height:%spx;margin-top:-%spx}</style>
<div><iframe src="%s"></iframe></div><pre id="found"></pre>
<script>addEventListener("message", m => { document.getElementById("found").textContent = m.data; });</script>' \
        "$2" "$1" "$1" "$(($2 + $3))" "$3" "$4"
}

rows=$(grep -c '<article id=' "$page")
failed=0
for width in 400 1280; do
    for scheme in 0 1; do
        name=$width-$([ "$scheme" = 0 ] && echo dark || echo light)
        frame "$width" 900 0 "measured.html" > "$work/frame.html"
        open "$scheme" 1280 1000 --dump-dom "file://$work/frame.html" > "$work/dom" 2> "$work/log"
        found=$(sed -n 's|.*<pre id="found">\(.*\)</pre>.*|\1|p' "$work/dom")
        echo "$name: $found"
        if grep CONSOLE "$work/log"; then failed=1; fi
        want="^rows $rows pictures [1-9][0-9]* empty 0 crosses 0 wider (0|-[0-9]+) dark $((1 - scheme))\$"
        [[ $found =~ $want ]] || { echo "$name: not as it should be: rows $rows, nothing empty, no crosses, nothing wider"; failed=1; }
        for slice in $(seq 0 "${SLICES:-1}"); do
            height=$([ "$width" = 400 ] && echo 3200 || echo 2400)
            frame "$width" "$height" "$((slice * height))" "$page" > "$work/frame.html"
            open "$scheme" "$width" "$height" --screenshot="$shots/$name-$slice.png" "file://$work/frame.html" > /dev/null 2> "$work/log"
        done
    done
done
echo "screenshots in $shots"
exit "$failed"

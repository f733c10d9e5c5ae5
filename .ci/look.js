// Runs in a page that holds one frame. Loads the pages of `list` into the frame, one after the other, measures each, and writes what
// it finds as text: a line `problem ..` for each thing that is wrong, `page ..` for each page, `link ..` for files linked to.
async function look(list, width) {
  const frame = document.querySelector("iframe");
  const out = [], links = [], ids = new Map();
  const say = text => out.push(text.replace(/\s+/g, " "));
  const bare = url => url.split("#")[0];
  for (const url of list) {
    await new Promise(done => { frame.onload = done; frame.src = url; });
    await new Promise(done => setTimeout(done, 50));
    const view = frame.contentWindow, doc = frame.contentDocument, root = doc.documentElement;
    const name = url.replace(/.*\//, "");
    const wrong = text => say(`problem ${name} at ${width}: ${text}`);
    for (const details of doc.querySelectorAll("details")) details.open = true;
    const wider = root.scrollWidth - view.innerWidth;
    if (wider > 0) wrong(`${wider} pixels wider than the window`);
    const all = [...doc.querySelectorAll("[id]")].map(e => e.id);
    ids.set(bare(frame.contentWindow.location.href), new Set(all));
    for (const id of new Set(all.filter((id, i) => all.indexOf(id) !== i))) wrong(`two elements are #${id}`);
    const pictures = [...doc.querySelectorAll("main svg[role], main img")];
    for (const picture of pictures) {
      const box = picture.getBoundingClientRect();
      const title = picture.getAttribute("aria-label") || picture.alt || picture.src || "a picture";
      if (box.width < 100 || box.height < 60) wrong(`${title}: ${box.width} by ${box.height}`);
      if (picture.localName === "img" && !picture.naturalWidth) wrong(`${title} is not there`);
      if (!picture.getAttribute("aria-label") && !picture.alt) wrong(`${title} has no text for those who do not see it`);
      const texts = [...picture.querySelectorAll("text")].map(text => ({
        text: text.textContent, box: text.getBoundingClientRect(),
        size: parseFloat(view.getComputedStyle(text).fontSize) * box.width / picture.viewBox.baseVal.width }));
      texts.forEach(({ text, box: at, size }, i) => {
        if (size < 9) wrong(`${title}: '${text}' is ${size.toFixed(1)} pixels high`);
        if (at.left < box.left - 1 || at.right > box.right + 1 || at.top < box.top - 3 || at.bottom > box.bottom + 3)
          wrong(`${title}: '${text}' is cut off`);
        for (const other of texts.slice(i + 1)) {
          const across = Math.min(at.right, other.box.right) - Math.max(at.left, other.box.left);
          const down = Math.min(at.bottom, other.box.bottom) - Math.max(at.top, other.box.top);
          // Lines of text are higher than their letters.
          if (across > 1 && down > size * 0.45) wrong(`${title}: '${text}' and '${other.text}' overlap`);
        }
      });
    }
    const crosses = doc.querySelectorAll("td .no").length;
    if (crosses) wrong(`${crosses} numbers are not as expected`);
    for (const link of doc.querySelectorAll("a[href]")) links.push([name, link.href]);
    const rows = [...doc.querySelectorAll("article[id]")].map(row => row.id);
    const dark = view.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    say(`page ${name} at ${width} ${dark}: ${pictures.length} pictures, ${rows.length} rows: ${rows.join(" ")}`);
  }
  for (const [name, href] of links) {
    if (!href.startsWith("file:")) continue;
    const [file, anchor] = href.split("#");
    if (!ids.has(file)) say(`link ${name} ${decodeURI(file.slice(7))}`);
    else if (anchor && !ids.get(file).has(decodeURIComponent(anchor))) say(`problem ${name}: no #${anchor} in ${file}`);
  }
  document.getElementById("found").textContent = out.join("\n");
  document.title = "done";
}

//! Exchanges of messages and responses, one file a module: what the tool says to each message is what was recorded.
//!
//! The recorded outputs of `hello`, `particle` and `saddle` are those that GradBench itself expects; the others were
//! compared with the derivatives by hand.

use benches::protocol::{MODULES, answer, serve};
use serde_json::{Value, json};

fn exchange(module: &str) -> Vec<(Value, Value)> {
    let path = format!("{}/tests/exchanges/{module}.jsonl", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut lines = text.lines().map(|line| serde_json::from_str(line).expect("recorded as JSON"));
    let mut pairs = Vec::new();
    while let (Some(message), Some(response)) = (lines.next(), lines.next()) {
        pairs.push((message, response));
    }
    pairs
}

/// Structures are equal, numbers near.
#[track_caller]
fn same(actual: &Value, expected: &Value, path: &str) {
    match (actual, expected) {
        (Value::Number(a), Value::Number(e)) => {
            let (a, e) = (a.as_f64().expect("finite"), e.as_f64().expect("finite"));
            assert!((a - e).abs() <= 1e-9 * (a.abs() + e.abs()).max(1.0), "{path}: {a} not {e}");
        }
        (Value::Array(a), Value::Array(e)) => {
            assert_eq!(a.len(), e.len(), "{path}");
            for (i, (a, e)) in a.iter().zip(e).enumerate() {
                same(a, e, &format!("{path}[{i}]"));
            }
        }
        (Value::Object(a), Value::Object(e)) => {
            assert!(a.keys().eq(e.keys()), "{path}: {:?}", a.keys());
            for (key, value) in a {
                same(value, &e[key], &format!("{path}.{key}"));
            }
        }
        _ => assert_eq!(actual, expected, "{path}"),
    }
}

/// Takes the timings out; they are as many as the message asks for.
#[track_caller]
fn without_timings(mut response: Value, message: &Value) -> Value {
    if response["output"].is_null() {
        return response;
    }
    let object = response.as_object_mut().expect("an object");
    let timings = object.remove("timings").expect("timings");
    let timings = timings.as_array().expect("a list");
    assert!(timings.len() as u64 >= message["input"]["min_runs"].as_u64().unwrap_or(1));
    for timing in timings {
        assert_eq!(timing["name"], "evaluate");
        assert!(timing["nanoseconds"].is_u64());
    }
    response
}

#[test]
fn every_module_answers_as_recorded() {
    for module in MODULES {
        let exchange = exchange(module);
        assert!(exchange.iter().any(|(message, _)| message["kind"] == "evaluate"), "{module}");
        for (message, expected) in exchange {
            let response = without_timings(answer(&message), &message);
            same(&response, &expected, &format!("{module} {}", message["id"]));
        }
    }
}

#[test]
fn what_gradbench_expects_of_nested_derivatives() {
    for function in ["rr", "rf", "fr", "ff"] {
        let ask = |module: &str, input: Value| {
            let message = json!({
                "id": 1, "kind": "evaluate", "module": module, "function": function, "input": input,
            });
            answer(&message)["output"].clone()
        };
        let w = ask("particle", json!({ "w": 0.0 })).as_f64().expect("a number");
        assert!((w - 0.2071918746486116).abs() < 1e-4, "{w}");
        let saddle = ask("saddle", json!({ "start": [1.0, 1.0] }));
        for x in saddle.as_array().expect("four numbers") {
            assert!((x.as_f64().expect("a number") - 8.246324826140356e-06).abs() < 1e-4);
        }
    }
}

#[test]
fn what_is_not_there_is_said() {
    let unknown = answer(&json!({ "id": 3, "kind": "define", "module": "weather" }));
    assert_eq!(unknown["success"], false);
    assert_eq!(unknown["id"], 3);
    let unknown =
        json!({ "id": 4, "kind": "evaluate", "module": "lse", "function": "f", "input": {} });
    assert_eq!(answer(&unknown)["success"], false);
    let lacking =
        json!({ "id": 5, "kind": "evaluate", "module": "lse", "function": "primal", "input": {} });
    assert_eq!(answer(&lacking)["error"], "`x` is no list of numbers");
}

#[test]
fn a_line_for_a_line() {
    let messages = "{\"id\":0,\"kind\":\"start\",\"eval\":\"hello\"}\n\n{\"id\":1,\"kind\":\"analysis\",\"of\":0,\"valid\":true}\n";
    let mut responses = Vec::new();
    serve(messages.as_bytes(), &mut responses).expect("all are messages");
    let text = String::from_utf8(responses).expect("text");
    assert_eq!(text, "{\"id\":0,\"tool\":\"autodiff-rust\"}\n{\"id\":1}\n");
    assert!(serve("nonsense\n".as_bytes(), Vec::new()).is_err());
}

//! What `AUTODIFF_DUMP=function[:stage]` prints to standard error at expansion; without a stage, all of them.
//!
//! | stage | shows |
//! |---|---|
//! | `ir` | the primal in normal form |
//! | `activity` | each variable: whether it depends on an active parameter, and whether a result depends on it too |
//! | `needed` | what the forward sweep records, and which values of the primal the reverse sweep reads |
//! | `pushforward` | the IR of forward mode |
//! | `pullback` | both sweeps of reverse mode |
//! | `tokens` | the functions that are emitted, in one `impl` for rustfmt |

use std::collections::BTreeSet;
use std::fmt::Write;

use proc_macro2::{Ident, TokenStream};

use crate::analysis::activity::Activity;
use crate::ir::{Block, Function, StmtKind, VarId, print, visit};
use crate::transform::pullback::Pullback;
use crate::transform::pushforward::Pushforward;

/// Which stages of a function are asked for.
pub(super) struct Dump {
    name: String,
    wanted: Option<String>,
}

impl Dump {
    /// Reads the environment for a function.
    pub(super) fn of(name: &Ident) -> Option<Self> {
        Self::parse(&std::env::var("AUTODIFF_DUMP").ok()?, name)
    }

    fn parse(text: &str, name: &Ident) -> Option<Self> {
        let (wanted, stage) = match text.split_once(':') {
            Some((wanted, stage)) => (wanted, Some(stage.trim().to_owned())),
            None => (text, None),
        };
        (name == wanted.trim()).then(|| Dump { name: name.to_string(), wanted: stage })
    }

    fn stage(&self, stage: &str, text: impl FnOnce() -> String) {
        if self.wanted.as_ref().is_none_or(|wanted| wanted == stage) {
            eprintln!("--- {}: {stage}\n{}", self.name, text());
        }
    }

    /// The stages before the transforms.
    pub(super) fn primal(&self, primal: &Function, activity: &Activity) {
        self.stage("ir", || print::function(primal));
        self.stage("activity", || activities(primal, activity));
    }

    /// The transforms.
    pub(super) fn transforms(
        &self,
        primal: &Function,
        pullback: Option<&Pullback>,
        pushforward: Option<&Pushforward>,
    ) {
        if let Some(pullback) = pullback {
            self.stage("needed", || needed(primal, pullback));
        }
        if let Some(pushforward) = pushforward {
            self.stage("pushforward", || print::function(&pushforward.function));
        }
        if let Some(pullback) = pullback {
            self.stage("pullback", || sweeps(pullback));
        }
    }

    /// What is emitted.
    pub(super) fn tokens(&self, functions: &TokenStream) {
        self.stage("tokens", || format!("impl X {{ {functions} }}"));
    }
}

fn activities(f: &Function, activity: &Activity) -> String {
    let mut out = String::new();
    let vars = (0..).map(VarId).take(f.vars.len());
    for var in vars {
        let state = match (activity.varied(var), activity.var(var)) {
            (_, true) => "active",
            (true, false) => "varied, not useful",
            (false, false) => "inactive",
        };
        writeln!(out, "  %{} {}: {state}", var.0, f.var(var).name).expect("a string");
    }
    out
}

fn names(f: &Function, vars: &BTreeSet<VarId>) -> String {
    let names: Vec<String> =
        vars.iter().map(|var| format!("%{} {}", var.0, f.var(*var).name)).collect();
    if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
}

/// What is recorded where, and what is read again.
fn needed(primal: &Function, pullback: &Pullback) -> String {
    let f = &pullback.function;
    let primal_vars = u32::try_from(primal.vars.len()).unwrap_or(u32::MAX);
    let read: BTreeSet<VarId> =
        pullback.kept.iter().copied().filter(|var| var.0 < primal_vars).collect();
    let mut out = format!("  read in reverse: {}\n", names(f, &read));
    visit::each_stmt(&pullback.forward, &mut |stmt| {
        let (how, vars) = match &stmt.kind {
            StmtKind::TapePush { vars, .. } => ("on a tape, each iteration", vars.clone()),
            StmtKind::TapePushAll { var, .. } => ("on a tape, element by element", vec![*var]),
            StmtKind::ResidualSet { vars, .. } => ("where the branch is taken", vars.clone()),
            StmtKind::Save { place, .. } => ("before it is overwritten", vec![place.root]),
            _ => return,
        };
        let vars: BTreeSet<VarId> = vars.into_iter().collect();
        writeln!(out, "  kept {how}: {}", names(f, &vars)).expect("a string");
    });
    out
}

fn sweeps(pullback: &Pullback) -> String {
    let of = |block: &Block, title: &str| {
        let mut f = pullback.function.clone();
        f.body = block.clone();
        f.result = None;
        f.name = format!("{} ({title})", f.name);
        print::function(&f)
    };
    let forward = of(&pullback.forward, "forward sweep");
    let reverse = of(&pullback.reverse, "reverse sweep");
    format!("{forward}{reverse}")
}

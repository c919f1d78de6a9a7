//! Progress on the terminal: a bar with numbers, or a line now and then where there is no terminal.

use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use relata_pipeline::Progress;

/// Where there is no terminal, a line this often.
const PAUSE: Duration = Duration::from_secs(5);

/// Shows how far a long piece of work has come.
pub struct Bar {
    bar: ProgressBar,
    plain: bool,
    told: Mutex<Instant>,
}

impl Bar {
    /// Begins to show something.
    pub fn new(what: &str) -> Bar {
        let plain = !std::io::stderr().is_terminal();
        let bar = if plain { ProgressBar::hidden() } else { ProgressBar::new(0) };
        let style =
            ProgressStyle::with_template("{prefix} {bar:30} {percent:>3} %  {msg}").expect("a template of ours");
        bar.set_style(style);
        bar.set_prefix(what.to_owned());
        if plain {
            eprintln!("{what} …");
        }
        Bar { bar, plain, told: Mutex::new(Instant::now()) }
    }

    /// Shows one step.
    pub fn tell(&self, progress: Progress) {
        let (position, extent, text) = match progress {
            Progress::Reading { mailbox, position, extent, read } => {
                (position, extent, format!("{mailbox}: {read} messages"))
            }
            Progress::Checking { done, of } => (done, of, format!("mailbox {done} of {of}")),
            Progress::Summing { done, of } => (done, of, format!("month {done} of {of}")),
            Progress::Records { done, of } => (done, of, format!("records in month {done} of {of}")),
            Progress::Releasing { done, of } => (done, of, format!("account engagement, period {done} of {of}")),
            Progress::Publishing { pairs } => (1, 1, format!("publishing {pairs} pairs")),
        };
        self.show(position, extent, text);
    }

    /// Shows how far it is, of how much, and what that means.
    pub fn show(&self, position: u64, extent: u64, text: String) {
        self.bar.set_length(extent.max(1));
        self.bar.set_position(position);
        let mut told = self.told.lock().expect("nobody panics while telling");
        if self.plain && told.elapsed() > PAUSE {
            eprintln!("  {text}");
            *told = Instant::now();
        }
        self.bar.set_message(text);
    }

    /// Says that nothing has come from somewhere for some time.
    pub fn waits(&self, since: Duration, on: &str) {
        let text = format!("waiting for {on}, for {} s now", since.as_secs());
        if self.plain {
            eprintln!("  {text}");
        }
        self.bar.set_message(text);
    }

    /// Ends, with a sentence of what was done.
    pub fn done(self, sentence: &str) {
        self.bar.finish_and_clear();
        eprintln!("{sentence}");
    }
}

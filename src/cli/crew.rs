//! Threads that draw figures and write them, as many as there are processors.

use std::{
    num::NonZero,
    sync::{
        Arc,
        mpsc::{self, Receiver, Sender},
    },
    thread,
};

use super::Failure;
use crate::{
    chart::{self, ExportRequest},
    document::{self, disk::RealDisk},
    figure::{FigureTheme, export},
    model::{Dataset, Id},
};

/// A figure that is asked for.
pub(super) struct Wanted {
    pub(super) id: Id,
    pub(super) theme: FigureTheme,
    pub(super) request: ExportRequest,
}

/// All figures that are asked for.
#[derive(Clone)]
struct Work {
    dataset: Arc<Dataset>,
    wanted: Arc<[Wanted]>,
}

/// Threads that have read their typefaces, or are about to, while the dataset is read elsewhere.
pub(super) struct Crew {
    hands: Vec<Hand>,
}

/// Takes the work, and says of each figure how it went.
type Hand = (Sender<Work>, Receiver<Result<(), Failure>>);

impl Crew {
    /// So many threads, but no more than there are processors.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn of(most: usize) -> Result<Self, Failure> {
        let count = thread::available_parallelism().map_or(1, NonZero::get).min(most).max(1);
        let hand = |nth: usize| {
            let ((work, job), (done, results)) = (mpsc::channel::<Work>(), mpsc::channel());
            let run = move || {
                export::prepare();
                // Nothing is sent when the dataset can't be read.
                let Ok(Work { dataset, wanted }) = job.recv() else { return };
                let own = wanted.iter().skip(nth).step_by(count);
                // Nobody listens any more once a figure could not be drawn or written.
                let _ = own.map(|wanted| draw(&dataset, wanted)).try_for_each(|result| done.send(result));
            };
            thread::Builder::new().name(format!("figures {nth}")).spawn(run)?;
            Ok((work, results))
        };
        Ok(Self { hands: (0..count).map(hand).collect::<Result<_, Failure>>()? })
    }

    /// Draws and writes all figures; `each` is told of them in their order.
    pub fn draw_all(
        self,
        dataset: &Arc<Dataset>,
        wanted: Vec<Wanted>,
        mut each: impl FnMut(&Wanted) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let work = Work { dataset: Arc::clone(dataset), wanted: wanted.into() };
        for (hand, _) in &self.hands {
            // A thread that is gone has sent nothing either, which is found below.
            let _ = hand.send(work.clone());
        }
        for (wanted, (_, results)) in work.wanted.iter().zip(self.hands.iter().cycle()) {
            let path = wanted.request.path.display();
            results.recv().map_err(|_| Failure::Files(format!("the figure can't be drawn ({path})")))??;
            each(wanted)?;
        }
        Ok(())
    }
}

/// Draws a figure and writes it.
fn draw(dataset: &Dataset, wanted: &Wanted) -> Result<(), Failure> {
    let Wanted { id, theme, request } = wanted;
    let plan = chart::still_plan(dataset, id).ok_or_else(|| Failure::Files(format!("chart `{id}` can't be drawn")))?;
    let bytes = export::file(&plan, dataset, theme, request).map_err(|error| Failure::Files(error.to_string()))?;
    let path = &request.path;
    document::write_derived(&RealDisk, path, &bytes)
        .map_err(|error| Failure::Files(format!("{error} ({})", path.display())))
}

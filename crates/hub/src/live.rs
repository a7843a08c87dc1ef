//! Open apps hear that their feeds moved. What was committed is looked up once for everybody (one question to the storage
//! for each burst of commits, however many streams are open) and told to those whom it concerns; a stream keeps the last
//! thing it was told and no more, so that a slow reader costs nothing. A device has one stream: a newer one takes its place.

use crate::hub::Hub;
use domain::ids::DeviceId;
use hub_storage::StorageRefused;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use sync::feed::{Epoch, Place};
use sync::live::Mark;
use tokio::sync::{Notify, oneshot, watch};
use tokio::time::sleep;

/// A device hears at most one event in this time; what moved meanwhile is in the next one.
pub const BURST: Duration = Duration::from_millis(500);

/// Who listens.
#[derive(Clone)]
pub struct Live(Arc<Inner>);

struct Inner {
    epoch: Epoch,
    committed: Notify,
    streams: Mutex<Streams>,
}

struct Streams {
    open: BTreeMap<DeviceId, Stream>,
    /// Up to this row everybody was told.
    told: u64,
    /// Numbers the streams.
    opened: u64,
    /// The hub stops.
    over: bool,
}

struct Stream {
    number: u64,
    /// It was opened after this row.
    after: u64,
    tell: watch::Sender<Option<Mark>>,
}

impl Live {
    /// Nobody listens yet; the feed stands here.
    #[must_use]
    pub fn at(place: Place) -> Self {
        let streams = Streams { open: BTreeMap::new(), told: place.number, opened: 0, over: false };
        Self(Arc::new(Inner { epoch: place.epoch, committed: Notify::new(), streams: Mutex::new(streams) }))
    }

    /// Something was committed; whether it moved a feed is looked up soon.
    pub fn committed(&self) {
        self.0.committed.notify_one();
    }

    /// A stream for this device, and no other one; the feed stands at `head`, and `missed` says that there is something up
    /// to there the device has not got. To be asked for in the transaction that admits the device, so that whatever takes
    /// its right away ends it.
    #[must_use]
    pub fn listen(&self, device: &DeviceId, head: Mark, missed: bool) -> Listener {
        let (tell, told) = watch::channel(None);
        if missed {
            tell.send_replace(Some(head));
        }
        let mut streams = self.streams();
        streams.opened += 1;
        let number = streams.opened;
        // A listener whose sender is gone ends at once.
        if !streams.over {
            streams.open.insert(device.clone(), Stream { number, after: head.number, tell });
        }
        Listener { live: self.clone(), device: device.clone(), number, told }
    }

    /// Ends a device's stream with a last word: whoever is told to leave asks at once, and hears why.
    pub fn end(&self, device: &DeviceId, last: Mark) {
        if let Some(stream) = self.streams().open.remove(device) {
            stream.tell.send_replace(Some(last));
        }
    }

    /// Ends every stream, also those that are still to be opened.
    pub fn close(&self) {
        let mut streams = self.streams();
        streams.over = true;
        streams.open.clear();
    }

    /// Up to which row everybody was told, and whether nobody listens.
    fn told(&self) -> (u64, bool) {
        let streams = self.streams();
        (streams.told, streams.open.is_empty())
    }

    fn tell(&self, upto: u64, seen: &BTreeMap<DeviceId, u64>) {
        let mut streams = self.streams();
        streams.told = upto;
        for (device, number) in seen {
            if let Some(stream) = streams.open.get(device).filter(|stream| *number > stream.after) {
                stream.tell.send_replace(Some(Mark { epoch: self.0.epoch, number: *number }));
            }
        }
    }

    fn streams(&self) -> MutexGuard<'_, Streams> {
        self.0.streams.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A device's end of its stream.
pub struct Listener {
    live: Live,
    device: DeviceId,
    number: u64,
    told: watch::Receiver<Option<Mark>>,
}

impl Listener {
    /// Waits for the next word; none where the stream is over.
    pub async fn next(&mut self) -> Option<Mark> {
        self.told.changed().await.ok()?;
        *self.told.borrow_and_update()
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let mut streams = self.live.streams();
        if streams.open.get(&self.device).is_some_and(|stream| stream.number == self.number) {
            streams.open.remove(&self.device);
        }
    }
}

/// Tells those whom it concerns of what is committed, until it is over. To be waited for: a look under way holds the hub.
pub async fn tell(hub: Arc<Hub>, mut over: oneshot::Receiver<Infallible>) {
    loop {
        tokio::select! {
            () = hub.live().0.committed.notified() => {}
            _ = &mut over => return,
        }
        let asked = hub.clone();
        let told = tokio::task::spawn_blocking(move || look(&asked)).await;
        if let Ok(Err(refused)) = told {
            // The next commit looks from the same row again.
            tracing::warn!(%refused, "open apps were not told that their feeds moved");
        }
        tokio::select! {
            () = sleep(BURST) => {}
            _ = &mut over => return,
        }
    }
}

fn look(hub: &Hub) -> Result<(), StorageRefused> {
    let (head, seen) = hub.read(|tx, _| {
        let head = tx.head()?.place.number;
        // Asked for inside, where no stream can open before the head that was read is told.
        let (after, alone) = hub.live().told();
        let seen = if head > after && !alone { tx.seen_by(after, head)? } else { BTreeMap::new() };
        Ok::<_, StorageRefused>((head, seen))
    })?;
    hub.live().tell(head, &seen);
    Ok(())
}

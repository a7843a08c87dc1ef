//! Very many phones at one hub: each a real engine, a real key and a real document, without a store of its own. What they
//! send and how it is proved is what the product sends; so many at once is what no product does to itself. Used by
//! `src/bin/storm.rs`.
//!
//! - [`phone`]: one of them

pub mod phone;

use crate::clerk::Clerk;
use crate::hub_process::HubProcess;
use anyhow::{Context, ensure};
use phone::Phone;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// How it is to blow.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Weather {
    /// Phones.
    pub phones: usize,
    /// Changes that each brings every time.
    pub changes: usize,
    /// Phones that may wait for the hub at once.
    pub at_once: usize,
}

/// A hub and all its phones, enrolled, each with a job of its own.
pub struct Crowd {
    hub: HubProcess,
    http: reqwest::Client,
    weather: Weather,
    phones: Vec<Phone>,
}

/// What one storm came to.
#[derive(Clone, Debug)]
pub struct Blown {
    /// How long each request took, shortest first.
    pub requests: Vec<Duration>,
    /// From the first request to the last answer.
    pub took: Duration,
    /// Changes the hub called stored.
    pub stored: usize,
}

impl Crowd {
    /// Founds the office, and enrols everybody by its codes.
    pub fn gather(folder: &Path, weather: Weather, runtime: &tokio::runtime::Runtime) -> anyhow::Result<Self> {
        let hub = HubProcess::start(&folder.join("office"), 0)?;
        let clerk = Clerk::begin(&hub.address(), hub.one_time().context("the hub is not new")?)?;
        let http = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(120)).build()?;
        let mut phones = Vec::with_capacity(weather.phones);
        for n in 0..weather.phones {
            let (person, job) = (format!("t-{n}"), format!("GD261120-{n:04}"));
            clerk.hire(&person)?;
            clerk.begin_job(&job, &[&person])?;
            let code = clerk.code(&person)?;
            phones.push(runtime.block_on(Phone::enrol(&http, &hub.address(), &code, &job, n))?);
        }
        let mut crowd = Self { hub, http, weather, phones };
        // The first exchange brings each phone its job; that is no part of the storm.
        runtime.block_on(crowd.exchange())?;
        Ok(crowd)
    }

    /// Everybody has made their changes, and now there is a network.
    pub async fn storm(&mut self) -> anyhow::Result<Blown> {
        for phone in &mut self.phones {
            phone.write(self.weather.changes)?;
        }
        let blown = self.exchange().await?;
        let expected = self.weather.phones * self.weather.changes;
        ensure!(blown.stored == expected, "{} of {expected} changes were stored", blown.stored);
        ensure!(self.phones.iter().all(Phone::has_nothing_left), "something never left an outbox");
        Ok(blown)
    }

    #[allow(clippy::disallowed_methods, reason = "how long it takes is what is measured")]
    async fn exchange(&mut self) -> anyhow::Result<Blown> {
        let began = std::time::Instant::now();
        let room = Arc::new(Semaphore::new(self.weather.at_once));
        let mut under_way = JoinSet::new();
        for mut phone in std::mem::take(&mut self.phones) {
            let (room, http, address) = (Arc::clone(&room), self.http.clone(), self.hub.address());
            under_way.spawn(async move {
                let _seat = room.acquire_owned().await?;
                let exchanged = phone.exchange(&http, &address).await?;
                Ok::<_, anyhow::Error>((phone, exchanged))
            });
        }
        let mut blown = Blown { requests: Vec::new(), took: Duration::ZERO, stored: 0 };
        while let Some(done) = under_way.join_next().await {
            let (phone, exchanged) = done??;
            blown.requests.extend(exchanged.requests);
            blown.stored += exchanged.stored;
            self.phones.push(phone);
        }
        blown.took = began.elapsed();
        blown.requests.sort_unstable();
        Ok(blown)
    }

    /// Memory the hub's process holds, in KiB (Linux: VmRSS).
    pub fn memory(&self) -> anyhow::Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.hub.pid()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
        line.trim().trim_end_matches(" kB").parse().context("VmRSS is no number")
    }
}

impl Blown {
    /// The time that so many of a hundred requests took at most.
    pub fn percentile(&self, of_a_hundred: usize) -> Duration {
        let place = (self.requests.len() * of_a_hundred).div_ceil(100).saturating_sub(1);
        self.requests.get(place).copied().unwrap_or_default()
    }

    /// As it is printed: milliseconds, changes a second.
    pub fn told(&self) -> Value {
        let ms = |took: Duration| (took.as_secs_f64() * 10_000.0).round() / 10.0;
        let seconds = self.took.as_secs_f64();
        json!({
            "requests": self.requests.len(),
            "p50_ms": ms(self.percentile(50)),
            "p99_ms": ms(self.percentile(99)),
            "longest_ms": ms(self.percentile(100)),
            "seconds": (seconds * 10.0).round() / 10.0,
            "changes": self.stored,
            "changes_a_second": (self.stored as f64 / seconds).round(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_those_of_the_sorted_requests() {
        let requests: Vec<_> = (1..=200).map(Duration::from_millis).collect();
        let blown = Blown { requests, took: Duration::from_secs(2), stored: 30 };
        assert_eq!([50, 99, 100].map(|n| blown.percentile(n).as_millis()), [100, 198, 200]);
        assert_eq!(blown.told()["changes_a_second"], 15.0);
        assert_eq!(Blown { requests: vec![], ..blown }.percentile(99), Duration::ZERO);
    }
}

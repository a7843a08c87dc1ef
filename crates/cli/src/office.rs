//! `doorstep hub`: the office's server. An empty folder becomes a new office first. `doorstep hub backup | restore |
//! check` care for what it keeps.

mod care;

use anyhow::Context;
use clap::Args;
use hub::hub::FirstSignIn;
use hub::{CompanyProfile, Hub, HubOptions, Opened};
use serde_json::json;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// The hub, or what is to be done with its folder.
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Options {
    #[command(subcommand)]
    care: Option<care::Care>,
    #[command(flatten)]
    serve: Serve,
}

/// What the hub needs.
#[derive(Args)]
struct Serve {
    /// Where everything the hub keeps lies.
    #[arg(long, default_value = "hub-data")]
    folder: PathBuf,
    /// Where it listens; off loopback it needs TLS, which comes later.
    #[arg(long, default_value = "127.0.0.1:7310")]
    listen: SocketAddr,
    /// The office's page, built (`npm --prefix ui run build`): `ui/office/dist`.
    #[arg(long, value_name = "DIR")]
    page: Option<PathBuf>,
    /// Fill a new office with the demonstration's company: technicians, jobs, three months of them.
    #[arg(long)]
    demo_company: bool,
    /// Say that it is ready as one line of JSON, for a program that started it.
    #[arg(long)]
    json: bool,
}

/// Runs until told to stop, or does what was asked.
pub fn run(options: Options) -> anyhow::Result<ExitCode> {
    if let Some(care) = options.care {
        return care::run(&care);
    }
    let runtime = tokio::runtime::Runtime::new().context("the hub cannot start its threads")?;
    runtime.block_on(serve(options.serve)).map(|()| ExitCode::SUCCESS)
}

async fn serve(options: Serve) -> anyhow::Result<()> {
    // The port first: a second hub in the same place says so before it touches the folder.
    let listener = hub::listen(options.listen).await.map_err(said)?;
    let listening = listener.local_addr()?;
    let company = CompanyProfile::demo().map_err(said)?;
    let page = options.page;
    let opened = Hub::open(HubOptions { page, ..HubOptions::new(&options.folder, company) }).map_err(said)?;
    let Opened { hub, founded, first } = opened;
    let mut enrol = None;
    if options.demo_company && founded.is_some() {
        crate::company::seed(&hub)?;
        enrol = Some(crate::company::invite(&hub, listening)?);
    }
    let hub = Arc::new(hub);
    let ready = Ready { hub: &hub, listening, root_key: founded, first, enrol };
    if options.json {
        ready.tell_a_program()
    } else {
        ready.tell_a_person()
    }
    hub::serve(listener, hub, hub::Patience::default(), stopped()).await.context("the hub stopped listening")
}

/// A refusal in both languages.
fn said(refused: hub::HubRefused) -> anyhow::Error {
    anyhow::anyhow!("{}\n{refused}", refused.zh())
}

/// What a hub that is ready has to say.
struct Ready<'a> {
    hub: &'a Hub,
    listening: SocketAddr,
    root_key: Option<(String, String)>,
    first: Option<FirstSignIn>,
    enrol: Option<String>,
}

#[allow(clippy::print_stdout)]
impl Ready<'_> {
    fn tell_a_program(&self) {
        let first = self.first.as_ref().map(|first| json!({"name": first.admin, "password": first.password}));
        let (listening, company) = (self.listening.to_string(), self.hub.company_name());
        println!("{}", json!({"listening": listening, "company": company, "first": first, "enrol": self.enrol}));
    }

    fn tell_a_person(&self) {
        println!("{} · 中台 hub: http://{}", self.hub.company_name(), self.listening);
        if self.hub.page_folder().is_none() {
            println!("没有页面 no page: npm --prefix ui ci && npm --prefix ui run build; --page ui/office/dist");
        }
        if let Some(first) = &self.first {
            println!("管理员 admin: {} · 一次性密码 one-time password: {}", first.admin, first.password);
        }
        if let Some((zh, en)) = &self.root_key {
            println!("{zh}\n{en}");
        }
        if let Some(enrol) = &self.enrol {
            println!("注册第一位技术员的手机 enrol the first technician's phone (15 min): {enrol}");
        }
    }
}

/// Ready when the service manager or the keyboard says stop.
async fn stopped() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let mut terminated = match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(terminated) => terminated,
            Err(_) => return interrupted.await.unwrap_or(()),
        };
        tokio::select! {
            _ = interrupted => {}
            _ = terminated.recv() => {}
        }
    }
    #[cfg(not(unix))]
    interrupted.await.unwrap_or(());
}

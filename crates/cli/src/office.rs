//! `doorstep hub`: the office's server. An empty folder becomes a new office first. `doorstep hub backup | restore |
//! check` care for what it keeps; `reach` is how it is reached.

mod care;
mod reach;

use anyhow::Context;
use clap::Args;
use domain::digest::Digest;
use hub::hub::FirstSignIn;
use hub::{CompanyProfile, Hub, HubOptions, Opened, Server};
use serde_json::json;
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
    #[command(flatten)]
    reach: reach::Reach,
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
    let listening = hub::listen(options.reach.into()).await.map_err(said)?;
    let company = CompanyProfile::demo().map_err(said)?;
    let page = options.page;
    let opened = Hub::open(HubOptions { page, ..HubOptions::new(&options.folder, company) }).map_err(said)?;
    let Opened { hub, founded, first } = opened;
    let hub = Arc::new(hub);
    let server = Server::new(listening, hub.clone()).map_err(said)?;
    let mut enrol = None;
    if options.demo_company && founded.is_some() {
        crate::company::seed(&hub)?;
        enrol = Some(crate::company::invite(&hub, server.address())?);
    }
    let ready = Ready { hub: &hub, server: &server, root_key: founded, first, enrol };
    if options.json {
        ready.tell_a_program()
    } else {
        ready.tell_a_person()
    }
    server.serve(hub::Patience::default(), stopped()).await;
    Ok(())
}

/// A refusal in both languages.
fn said(refused: hub::HubRefused) -> anyhow::Error {
    anyhow::anyhow!("{}\n{refused}", refused.zh())
}

/// What a hub that is ready has to say.
struct Ready<'a> {
    hub: &'a Hub,
    server: &'a Server,
    root_key: Option<(String, String)>,
    first: Option<FirstSignIn>,
    enrol: Option<String>,
}

#[allow(clippy::print_stdout)]
impl Ready<'_> {
    fn tell_a_program(&self) {
        let first = self.first.as_ref().map(|first| json!({"name": first.admin, "password": first.password}));
        let (listening, address) = (self.server.socket().to_string(), self.server.address().url());
        let company = self.hub.company_name();
        println!(
            "{}",
            json!({"listening": listening, "address": address, "company": company, "first": first, "enrol": self.enrol})
        );
    }

    fn tell_a_person(&self) {
        let address = self.server.address().url();
        println!("{} · 中台 hub: {address} ({})", self.hub.company_name(), self.server.socket());
        if self.server.is_own_certificate() {
            let root = Digest::of(self.hub.identity().root.der());
            println!(
                "浏览器要先装上公司的根证书才信任这个页面：{address}/v1/ca.pem 里的第一张，SHA-256 {root}；手机凭注册码识别，不用装。"
            );
            println!(
                "Browsers trust the page once the company's root certificate is installed: the first in {address}/v1/ca.pem, \
                 SHA-256 {root}; phones know it by their enrolment code and need nothing."
            );
        }
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

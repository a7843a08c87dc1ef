//! `doorstep hub`: the office's server. An empty folder becomes a new office first.

use anyhow::Context;
use clap::Args;
use hub::{CompanyProfile, Hub, HubOptions};
use serde_json::json;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

/// What the hub needs.
#[derive(Args)]
pub struct Options {
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

/// Runs until told to stop.
pub fn run(options: Options) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Runtime::new().context("the hub cannot start its threads")?;
    runtime.block_on(serve(options))
}

async fn serve(options: Options) -> anyhow::Result<()> {
    // The port first: a second hub in the same place says so before it touches the folder.
    let listener = hub::listen(options.listen).await.map_err(said)?;
    let listening = listener.local_addr()?;
    let company = CompanyProfile::demo().map_err(said)?;
    let page = options.page;
    let opened = Hub::open(HubOptions { page, ..HubOptions::new(&options.folder, company) }).map_err(said)?;
    let first = opened.first;
    let mut enrol = None;
    if options.demo_company && first.is_some() {
        crate::company::seed(&opened.hub)?;
        enrol = Some(crate::company::invite(&opened.hub, listening)?);
    }
    let hub = Arc::new(opened.hub);
    tell(&hub, listening, first.as_ref(), enrol.as_deref(), options.json);
    hub::serve(listener, hub, stopped()).await.context("the hub stopped listening")
}

/// A refusal in both languages.
fn said(refused: hub::HubRefused) -> anyhow::Error {
    anyhow::anyhow!("{}\n{refused}", refused.zh())
}

#[allow(clippy::print_stdout)]
fn tell(hub: &Hub, listening: SocketAddr, first: Option<&hub::hub::FirstStart>, enrol: Option<&str>, as_json: bool) {
    if as_json {
        let admin = first.map(|first| json!({"name": first.admin, "password": first.password}));
        println!(
            "{}",
            json!({"listening": listening.to_string(), "company": hub.company_name(), "first": admin, "enrol": enrol})
        );
        return;
    }
    println!("{} · 中台 hub: http://{listening}", hub.company_name());
    if hub.page_folder().is_none() {
        println!("没有页面 no page: npm --prefix ui ci && npm --prefix ui run build; --page ui/office/dist");
    }
    if let Some(first) = first {
        println!("管理员 admin: {} · 一次性密码 one-time password: {}", first.admin, first.password);
        println!("{}\n{}", first.root_key.0, first.root_key.1);
    }
    if let Some(enrol) = enrol {
        println!("注册第一位技术员的手机 enrol the first technician's phone (15 min): {enrol}");
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

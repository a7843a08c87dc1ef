//! `run`: the whole product on one desk. A hub with the demonstration's company, the office's page, and the app in its
//! window, enrolled for the first technician. Everything it keeps lies in `target/run`.

use crate::commands::{built, call, cargo, command, top, written};
use crate::screens;
use crate::setup;
use crate::steps::Steps;
use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

/// Where phones and browsers find the hub.
const LISTEN: &str = "127.0.0.1:7310";

/// Builds and starts it all; ends when the window is closed, or with Ctrl-C, which ends all it started.
pub fn run() -> Result<()> {
    let window = std::env::var_os("DISPLAY").or_else(|| std::env::var_os("WAYLAND_DISPLAY")).is_some();
    let mut steps = Steps::default();
    let packages: &[&[&str]] = if window { &[setup::FOR_BUILD] } else { &[setup::FOR_BUILD, setup::FOR_WINDOW] };
    steps.required("packages", || setup::packages(packages))?;
    steps.required("screens", screens::build)?;
    steps.required("build", || call(cargo().args(["build", "--package", "doorstep", "--package", "doorstep-app"])))?;
    if !window {
        return without_display(&mut steps);
    }
    steps.finish()?;
    on_the_desk()
}

fn on_the_desk() -> Result<()> {
    let (mut hub, ready) = start_hub()?;
    let ended = window(&ready);
    // It stops by itself on Ctrl-C; after the window was closed it is told to.
    hub.kill().ok();
    hub.wait().ok();
    ended
}

fn start_hub() -> Result<(Child, Value)> {
    let mut hub = command(built("doorstep"));
    hub.args(["hub", "--folder", "target/run/office", "--listen", LISTEN, "--demo-company"]);
    hub.args(["--page", "ui/office/dist", "--json"]).stdout(Stdio::piped());
    println!("  $ {}", written(&hub));
    let mut hub = hub.spawn().context("cannot start the hub")?;
    let output = hub.stdout.take().context("the hub has no output")?;
    let mut line = String::new();
    BufReader::new(output).read_line(&mut line)?;
    match serde_json::from_str(&line) {
        Ok(ready) => Ok((hub, ready)),
        Err(_) => {
            let status = hub.wait()?;
            bail!("the hub did not start ({status}); what it said stands above")
        }
    }
}

fn window(ready: &Value) -> Result<()> {
    let text = |pointer: &str| ready.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
    println!("\noffice page 公司网页: http://{LISTEN}");
    match text("/first/password") {
        password if password.is_empty() => println!("sign in 登录: admin, with the password you chose"),
        password => println!("sign in 登录: {} · one-time password 一次性密码: {password}", text("/first/name")),
    }
    println!("the app opens in its window; close it, or press Ctrl-C, to end everything\n");
    let mut app = Command::new(built("doorstep-app"));
    app.env("DOORSTEP_HOME", top().join("target/run/phone"));
    let link = text("/enrol");
    if !link.is_empty() {
        app.arg(link);
    }
    let status = app.status().context("cannot start the app")?;
    if status.success() { Ok(()) } else { bail!("the app ended with {status}") }
}

/// Where there is no screen, a script walks a visit through the window of a virtual one.
fn without_display(steps: &mut Steps) -> Result<()> {
    println!("\nthere is no display (DISPLAY and WAYLAND_DISPLAY are not set): a script walks a visit instead");
    steps.required("tauri-driver", setup::tauri_driver)?;
    steps.required("test packages", || screens::packages("tests/e2e"))?;
    steps.required("walk", || call(command("node").args(["tests/e2e/run.mjs", "walk"]).env("PATH", setup::path())))?;
    steps.finish()?;
    let shots = top().join("target/screens/technician");
    println!("screenshots 截图: {}", shots.display());
    println!("sheet 服务单: {}", shots.join("sheet.pdf").display());
    Ok(())
}

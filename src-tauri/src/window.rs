//! The window. What its screens keep (language, theme) and its size lie in the app's folder too.

use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use tauri::{AppHandle, LogicalSize, Manager, Runtime, WebviewWindowBuilder, Window, WindowEvent};

const FILE: &str = "window.json";
const SCREENS: &str = "screens";
/// The smallest window the screens are made for, in CSS pixels.
const LEAST: Size = Size { width: 360.0, height: 640.0 };

#[derive(Clone, Copy, Serialize, Deserialize)]
struct Size {
    width: f64,
    height: f64,
}

/// Where the size is kept.
struct Kept(PathBuf);

/// Opens the window in the size it had. A file that cannot be read is as good as none.
///
/// # Errors
/// When the system shows no window.
pub fn open<R: Runtime>(app: &AppHandle<R>, home: &Path) -> tauri::Result<()> {
    let file = home.join(FILE);
    let kept = std::fs::read(&file).ok().and_then(|bytes| serde_json::from_slice::<Size>(&bytes).ok());
    for config in &app.config().app.windows {
        let window = WebviewWindowBuilder::from_config(app, config)?.data_directory(home.join(SCREENS)).build()?;
        #[cfg(target_os = "linux")]
        crate::camera::switch_on(&window)?;
        if let Some(size) = kept {
            let size = LogicalSize::new(size.width.max(LEAST.width), size.height.max(LEAST.height));
            // A screen too small for it keeps its own size.
            let _ = window.set_size(size);
        }
    }
    app.manage(Kept(file));
    Ok(())
}

/// Keeps the size when the window closes.
pub fn remember<R: Runtime>(window: &Window<R>, event: &WindowEvent) {
    if !matches!(event, WindowEvent::CloseRequested { .. }) {
        return;
    }
    let (Ok(size), Ok(scale)) = (window.inner_size(), window.scale_factor()) else { return };
    let size = size.to_logical::<f64>(scale);
    let Some(kept) = window.try_state::<Kept>() else { return };
    if let Ok(bytes) = serde_json::to_vec(&Size { width: size.width, height: size.height }) {
        // Next time it opens in its first size.
        let _ = std::fs::write(&kept.0, bytes);
    }
}

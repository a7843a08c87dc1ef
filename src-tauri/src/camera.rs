//! What the window's page may ask for: the camera, and the place, which it asks for only where the technician wants it in the
//! stamp of photos. Nothing else: no microphone, no notifications of the page's own. Linux's web view has its camera switched
//! off until somebody switches it on.

use tauri::webview::{PermissionKind, PermissionResponse};

/// Set to anything, the web view shows a picture of its own instead of a camera's: for tests on machines without one.
#[cfg(target_os = "linux")]
const STAND_IN: &str = "DOORSTEP_CAMERA_STAND_IN";

/// What the screens may use. On a phone the system asks the person first.
#[must_use]
pub fn may(kind: PermissionKind) -> PermissionResponse {
    match kind {
        PermissionKind::Camera | PermissionKind::Geolocation => PermissionResponse::Allow,
        _ => PermissionResponse::Deny,
    }
}

/// Switches it on.
///
/// # Errors
/// When the window is gone already.
#[cfg(target_os = "linux")]
pub fn switch_on<R: tauri::Runtime>(window: &tauri::WebviewWindow<R>) -> tauri::Result<()> {
    use webkit2gtk::{SettingsExt as _, WebViewExt as _};
    window.with_webview(|webview| {
        if let Some(settings) = webview.inner().settings() {
            settings.set_enable_media_stream(true);
            settings.set_enable_mock_capture_devices(std::env::var_os(STAND_IN).is_some());
        }
    })
}

//! Draws the demo's photos: `cargo run --release -p media --example demo_photos -- assets/demo/photos`.
//!
//! Six scenes of one visit (a window that no longer closes), drawn by this program so that they belong to the project. They are as
//! large as a phone's photos; one is stored turned (EXIF orientation 6) and one carries a place, so that the demo
//! shows what intake does with both.

mod camera;
mod paint;
mod scenes;
mod window;

use std::path::PathBuf;

/// What is painted and what the camera notes of it, under the file's name.
type Shot = (&'static str, fn(&mut paint::Canvas), camera::Notes);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("say which folder to write to")?);
    let shots: [Shot; 6] = [
        ("01-shoe-covers", scenes::shoe_covers, camera::Notes::at("2026:03:02 09:31:12")),
        ("02-mat", scenes::mat, camera::Notes::at("2026:03:02 09:33:40")),
        ("03-before", window::before, camera::Notes::at("2026:03:02 09:36:05").turned()),
        ("04-part", scenes::part, camera::Notes::at("2026:03:02 10:02:51").with_place()),
        ("05-after", window::after, camera::Notes::at("2026:03:02 10:41:18")),
        ("06-spray-test", window::spray_test, camera::Notes::at("2026:03:02 10:44:30")),
    ];
    for (name, scene, notes) in shots {
        let mut canvas = paint::Canvas::new();
        scene(&mut canvas);
        std::fs::write(folder.join(name).with_extension("jpg"), camera::shoot(canvas, &notes)?)?;
    }
    Ok(())
}

//! A window that opens where it was last, unless that screen is gone.

use winit::{
    dpi::{LogicalSize, PhysicalPosition},
    window::Window,
};

use crate::document::settings::WindowPlace;

/// A rectangle of pixels: left, top, width, height.
type Pixels = [f64; 4];

/// So much of the top of a window is to be seen, or nobody can take hold of it.
const GRIP: [f64; 2] = [120.0, 24.0];

/// Brings a window that is to open at a place to a screen, if none shows it there, and makes it as small as that screen.
pub(super) fn bring(window: &Window, place: WindowPlace) {
    let screens: Vec<Pixels> = window
        .available_monitors()
        .map(|monitor| {
            let (at, size) = (monitor.position(), monitor.size());
            [f64::from(at.x), f64::from(at.y), f64::from(size.width), f64::from(size.height)]
        })
        .collect();
    if place.is_maximized {
        return;
    }
    let scale = window.scale_factor();
    let [x, y, width, height] = fitted(place, scale, &screens);
    let is_same = |a: f64, b: f32| (a - f64::from(b) * scale).abs() < 1.0;
    if let Some((old_x, old_y)) = place.corner
        && !(is_same(x, old_x) && is_same(y, old_y))
    {
        window.set_outer_position(PhysicalPosition::new(x, y));
    }
    if !(is_same(width, place.size.0) && is_same(height, place.size.1)) {
        let _ = window.request_inner_size(LogicalSize::new(width / scale, height / scale));
    }
}

/// Where a window is to be, in pixels, so that it can be seen and moved.
fn fitted(place: WindowPlace, scale: f64, screens: &[Pixels]) -> Pixels {
    let (x, y) = place.corner.unwrap_or_default();
    let [x, y, width, height] = [x, y, place.size.0, place.size.1].map(|points| f64::from(points) * scale);
    let shows = |screen: &&Pixels| {
        let [left, top, wide, high] = **screen;
        let seen = (x + width).min(left + wide) - x.max(left);
        seen >= GRIP[0] && y >= top - GRIP[1] && y <= top + high - GRIP[1]
    };
    match screens.iter().find(shows).or(screens.first()) {
        // Nothing is known of any screen: the system has to see to it.
        None => [x, y, width, height],
        Some(screen) => {
            let [left, top, wide, high] = *screen;
            let is_shown = shows(&screen);
            let (width, height) = (width.min(wide), height.min(high));
            if is_shown { [x, y, width, height] } else { [left, top, width, height] }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_stays_where_it_can_be_seen_and_comes_back_from_elsewhere() {
        let screens = [[0.0, 0.0, 1920.0, 1080.0], [1920.0, -200.0, 1280.0, 800.0]];
        let at = |x: f32, y: f32, size| WindowPlace { corner: Some((x, y)), size, is_maximized: false };
        let small = (800.0, 600.0);
        for (place, expected) in [
            (at(100.0, 50.0, small), [100.0, 50.0, 800.0, 600.0]),
            (at(2000.0, -150.0, small), [2000.0, -150.0, 800.0, 600.0]),
            (at(-600.0, 50.0, small), [-600.0, 50.0, 800.0, 600.0]),
            (at(-790.0, 50.0, small), [0.0, 0.0, 800.0, 600.0]),
            (at(5000.0, 50.0, small), [0.0, 0.0, 800.0, 600.0]),
            (at(100.0, 2000.0, small), [0.0, 0.0, 800.0, 600.0]),
            (at(100.0, -400.0, small), [0.0, 0.0, 800.0, 600.0]),
            (at(100.0, 50.0, (8192.0, 8192.0)), [100.0, 50.0, 1920.0, 1080.0]),
        ] {
            assert_eq!(fitted(place, 1.0, &screens), expected, "{place:?}");
        }
        assert_eq!(fitted(at(500.0, 50.0, small), 2.0, &screens), [1000.0, 100.0, 1600.0, 1080.0]);
        assert_eq!(fitted(at(1e4, 50.0, small), 1.0, &[]), [1e4, 50.0, 800.0, 600.0]);
    }
}

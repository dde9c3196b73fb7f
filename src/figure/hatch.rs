//! Hatching: blocks of values that are not final.

use egui::{Color32, Pos2, Rect, Shape, Stroke, pos2};

/// Slanted lines over a rectangle, at that distance.
pub(super) fn hatch(rect: Rect, distance: f32, width: f32, color: Color32) -> Vec<Shape> {
    let (w, h) = (rect.width(), rect.height());
    if w < 1.0 || h < 1.0 || distance < 1.0 {
        return Vec::new();
    }
    let stroke = Stroke::new(width, color);
    let count = ((w + h) / distance).min(2000.0) as usize;
    (1..=count).map(|n| Shape::line_segment(slanted(rect, n as f32 * distance), stroke)).collect()
}

/// The line that leaves the left edge, or the bottom, so far from the top left corner, upwards to the right.
fn slanted(rect: Rect, along: f32) -> [Pos2; 2] {
    let (w, h) = (rect.width(), rect.height());
    let start =
        if along <= h { pos2(rect.left(), rect.top() + along) } else { pos2(rect.left() + along - h, rect.bottom()) };
    let end =
        if along <= w { pos2(rect.left() + along, rect.top()) } else { pos2(rect.right(), rect.top() + along - w) };
    [start, end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hatching_stays_in_its_block() {
        let rect = Rect::from_min_max(pos2(10.0, 20.0), pos2(40.0, 90.0));
        let shapes = hatch(rect, 5.0, 1.0, Color32::BLACK);
        assert!(shapes.len() > 10);
        for shape in shapes {
            let Shape::LineSegment { points, .. } = shape else { panic!("a line") };
            assert!(points.iter().all(|p| rect.expand(0.01).contains(*p)), "{points:?}");
            assert!(((points[1].x - points[0].x) - (points[0].y - points[1].y)).abs() < 0.01, "{points:?}");
        }
    }
}

//! Draws what egui would hand to the graphics card, on the processor: pictures of whole panels that are the same on
//! every machine, for `egui_kittest::Harness`.

use std::collections::HashMap;

use egui::{
    Color32, Pos2, Rect, TextureId, TexturesDelta, Vec2,
    epaint::{ColorImage, ImageData, Mesh, Primitive, Vertex},
};
use egui_kittest::TestRenderer;
use image::{Rgba, RgbaImage};

/// A renderer without a graphics card.
#[derive(Default)]
pub struct Rasteriser {
    textures: HashMap<TextureId, ColorImage>,
}

impl TestRenderer for Rasteriser {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        for (id, changes) in delta.set.drain() {
            for change in changes {
                let ImageData::Color(image) = &change.image;
                match change.pos {
                    None => {
                        self.textures.insert(id, (**image).clone());
                    }
                    Some([left, top]) => {
                        let texture = self.textures.get_mut(&id).expect("a part of a known texture");
                        let [width, height] = image.size;
                        for y in 0..height {
                            let from = y * width;
                            let to = (top + y) * texture.size[0] + left;
                            texture.pixels[to..to + width].copy_from_slice(&image.pixels[from..from + width]);
                        }
                    }
                }
            }
        }
        for id in delta.free.drain() {
            self.textures.remove(&id);
        }
    }

    fn render(&mut self, ctx: &egui::Context, output: &egui::FullOutput) -> Result<RgbaImage, String> {
        let scale = output.pixels_per_point;
        let size = ctx.content_rect().size() * scale;
        let mut page = Page::new(size.x.round() as usize, size.y.round() as usize);
        for clipped in ctx.tessellate(output.shapes.clone(), scale) {
            if let Primitive::Mesh(mesh) = &clipped.primitive {
                let texture = self.textures.get(&mesh.texture_id).ok_or("an unknown texture")?;
                page.mesh(mesh, texture, clipped.clip_rect * scale, scale);
            }
        }
        Ok(page.into_image())
    }
}

/// Pixels with premultiplied alpha, 0 to 1, in egui's gamma space.
struct Page {
    width: usize,
    height: usize,
    pixels: Vec<[f32; 4]>,
}

impl Page {
    fn new(width: usize, height: usize) -> Self {
        Self { width, height, pixels: vec![[0.0, 0.0, 0.0, 1.0]; width * height] }
    }

    fn mesh(&mut self, mesh: &Mesh, texture: &ColorImage, clip: Rect, scale: f32) {
        for triangle in mesh.indices.chunks_exact(3) {
            let corners = [0, 1, 2].map(|i| mesh.vertices[triangle[i] as usize]);
            self.triangle(corners, texture, clip, scale);
        }
    }

    /// Fills the pixels whose centres lie in the triangle; of a shared edge only the left or upper side counts.
    fn triangle(&mut self, corners: [Vertex; 3], texture: &ColorImage, clip: Rect, scale: f32) {
        let [a, mut b, mut c] = corners;
        let mut area = cross(b.pos - a.pos, c.pos - a.pos);
        if area == 0.0 || !area.is_finite() {
            return;
        }
        if area < 0.0 {
            (b, c, area) = (c, b, -area);
        }
        let [pa, pb, pc] = [a, b, c].map(|v| v.pos * scale);
        area *= scale * scale;
        let bounds = Rect::from_points(&[pa, pb, pc]).intersect(clip);
        let columns = pixel_range(bounds.left(), bounds.right(), self.width);
        for y in pixel_range(bounds.top(), bounds.bottom(), self.height) {
            for x in columns.clone() {
                let at = Pos2::new(x as f32 + 0.5, y as f32 + 0.5);
                let sides = [edge(pb, pc, at), edge(pc, pa, at), edge(pa, pb, at)];
                if !clip.contains(at) || sides.contains(&None) {
                    continue;
                }
                let [wa, wb, wc] = sides.map(|side| side.unwrap_or(0.0) / area);
                let uv = (a.uv.to_vec2() * wa + b.uv.to_vec2() * wb + c.uv.to_vec2() * wc).to_pos2();
                let texel = sample(texture, uv);
                let colour = [0, 1, 2, 3].map(|i| {
                    let shade = wa * channel(a.color, i) + wb * channel(b.color, i) + wc * channel(c.color, i);
                    shade * texel[i]
                });
                let below = &mut self.pixels[y * self.width + x];
                for i in 0..4 {
                    below[i] = colour[i] + below[i] * (1.0 - colour[3]);
                }
            }
        }
    }

    fn into_image(self) -> RgbaImage {
        let byte = |v: f32| (v.clamp(0.0, 1.0) * 255.0).round() as u8;
        RgbaImage::from_fn(self.width as u32, self.height as u32, |x, y| {
            Rgba(self.pixels[y as usize * self.width + x as usize].map(byte))
        })
    }
}

fn pixel_range(from: f32, to: f32, end: usize) -> std::ops::Range<usize> {
    (from.floor().max(0.0) as usize)..(to.ceil().max(0.0) as usize).min(end)
}

fn cross(a: Vec2, b: Vec2) -> f32 {
    a.x * b.y - a.y * b.x
}

/// Twice the area that `at` spans with an edge, `None` on its outer side.
fn edge(from: Pos2, to: Pos2, at: Pos2) -> Option<f32> {
    let along = to - from;
    let area = cross(along, at - from);
    let owns_its_points = along.y < 0.0 || (along.y == 0.0 && along.x > 0.0);
    (area > 0.0 || (area == 0.0 && owns_its_points)).then_some(area)
}

fn channel(colour: Color32, i: usize) -> f32 {
    f32::from(colour.to_array()[i]) / 255.0
}

/// The colour of a texture at a place from 0 to 1, between its four nearest texels.
fn sample(texture: &ColorImage, uv: Pos2) -> [f32; 4] {
    let [width, height] = texture.size;
    let x = uv.x * width as f32 - 0.5;
    let y = uv.y * height as f32 - 0.5;
    let (fx, fy) = (x - x.floor(), y - y.floor());
    let texel = |dx: f32, dy: f32| {
        let column = (x.floor() + dx).clamp(0.0, width as f32 - 1.0) as usize;
        let row = (y.floor() + dy).clamp(0.0, height as f32 - 1.0) as usize;
        texture.pixels[row * width + column]
    };
    let corners = [
        (texel(0.0, 0.0), (1.0 - fx) * (1.0 - fy)),
        (texel(1.0, 0.0), fx * (1.0 - fy)),
        (texel(0.0, 1.0), (1.0 - fx) * fy),
        (texel(1.0, 1.0), fx * fy),
    ];
    [0, 1, 2, 3].map(|i| corners.iter().map(|(colour, weight)| channel(*colour, i) * weight).sum())
}

#[test]
fn a_panel_is_drawn_without_a_graphics_card() {
    let mut harness =
        egui_kittest::Harness::builder().with_size([120.0, 60.0]).renderer(Rasteriser::default()).build_ui(|ui| {
            ui.painter().rect_filled(Rect::from_min_size(Pos2::new(10.0, 10.0), Vec2::splat(20.0)), 0.0, Color32::RED);
            ui.painter().text(
                Pos2::new(60.0, 10.0),
                egui::Align2::LEFT_TOP,
                "Hi",
                egui::FontId::default(),
                Color32::BLUE,
            );
        });
    harness.run();
    let image = harness.render().expect("a picture");
    assert_eq!(image.dimensions(), (120, 60));
    assert_eq!(image.get_pixel(20, 20), &Rgba([255, 0, 0, 255]), "the square is filled without seams");
    let bluish = image.enumerate_pixels().filter(|(x, _, p)| *x >= 60 && p[2] > 200 && p[0] < 80).count();
    assert!(bluish > 10, "the text is drawn, {bluish} blue pixels");
}

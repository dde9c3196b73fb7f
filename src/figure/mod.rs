//! `ChartPlan` → a figure drawn with egui and `egui_plot`; the same off screen → SVG → PNG and PDF; figure themes.

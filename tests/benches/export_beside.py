#!/usr/bin/env python3
"""Whole-process export of figures, beside gnuplot, matplotlib, Veusz and Vega-Lite.

Every program draws the same data (5 series of 30 years, with title, legend or names, and axes) on pages of 900 x 560
pixels: one chart, and 100 charts in one run of the program, as SVG and as PNG. The time is that of the whole process,
from the call to its end; the least of some runs counts. What is not installed is left out, and said to be.

    cargo build --release
    python3 tests/benches/export_beside.py [--docket PATH] [--runs N] [--python PATH] [--keep DIR]

--python names an interpreter that has matplotlib and vl-convert-python, if this one has not.
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

WIDTH, HEIGHT, SERIES, YEARS, BATCH = 900, 560, 5, range(1990, 2020), 100


def value(chart, series, year):
    """A number that every program gets, without a pattern that would draw faster."""
    seed = (chart * 7919 + series * 104729 + year * 1299709) % 1000003
    return round(40 + 25 * series + (year - 1990) * (series - 2) * 0.8 + seed % 97 / 4, 2)


def dataset(count):
    def series(chart, nth):
        rows = ", ".join(f"(at: {year}, value: {value(chart, nth, year)})" for year in YEARS)
        return f'"c{chart}s{nth}": (entity: "Place {nth}", unit: "people", measure: Count, observations: [{rows}]),\n'

    def chart(nth):
        ids = ", ".join(f'"c{nth}s{s}"' for s in range(SERIES))
        return f'"c{nth}": (title: "Chart {nth}", subtitle: "People by year", series: [{ids}]),\n'

    parts = "".join(series(c, s) for c in range(count) for s in range(SERIES))
    charts = "".join(chart(c) for c in range(count))
    return f'Dataset(format: 1, title: "Beside others", series: {{\n{parts}}}, charts: {{\n{charts}}})\n'


def gnuplot(count, form, folder):
    terminal = {"svg": "svg size", "png": "pngcairo size"}[form]
    lines = [f"set terminal {terminal} {WIDTH},{HEIGHT}", "set grid ytics", "set key outside right", "set yrange [0:*]"]
    for chart in range(count):
        for series in range(SERIES):
            rows = "\n".join(f"{year} {value(chart, series, year)}" for year in YEARS)
            lines.append(f"$d{series} << EOD\n{rows}\nEOD")
        lines += [f'set output "{folder}/g{chart}.{form}"', f'set title "Chart {chart}"', 'set ylabel "people"']
        plots = ", ".join(f"$d{s} using 1:2 with linespoints pt 7 lw 2 title 'Place {s}'" for s in range(SERIES))
        lines.append(f"plot {plots}")
    script = folder / "plot.gp"
    script.write_text("\n".join(lines) + "\nset output\n")
    return ["gnuplot", str(script)]


MATPLOTLIB = """
import json, sys
import matplotlib
matplotlib.use("svg" if sys.argv[2] == "svg" else "agg")
import matplotlib.pyplot as plt
charts, years = json.load(open(sys.argv[1]))
for n, series in enumerate(charts):
    figure, axes = plt.subplots(figsize=({width} / 100, {height} / 100), dpi=100)
    for s, values in enumerate(series):
        axes.plot(years, values, marker="o", markersize=4, linewidth=2, label=f"Place {{s}}")
    axes.set_title(f"Chart {{n}}")
    axes.set_ylabel("people")
    axes.set_ylim(bottom=0)
    axes.grid(axis="y")
    axes.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    figure.savefig(f"{{sys.argv[3]}}/m{{n}}.{{sys.argv[2]}}")
    plt.close(figure)
""".format(width=WIDTH, height=HEIGHT)

VEGA = """
import json, sys
import vl_convert
charts, years = json.load(open(sys.argv[1]))
for n, series in enumerate(charts):
    rows = [dict(year=f"{{year}}-01-01", value=v, place=f"Place {{s}}") for s, values in enumerate(series)
            for year, v in zip(years, values)]
    spec = {{"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "width": {width} - 150, "height": {height} - 80,
            "title": f"Chart {{n}}", "data": {{"values": rows}}, "mark": {{"type": "line", "point": True}},
            "encoding": {{"x": {{"field": "year", "type": "temporal", "title": None}},
                         "y": {{"field": "value", "type": "quantitative", "title": "people"}},
                         "color": {{"field": "place", "type": "nominal"}}}}}}
    spec = json.dumps(spec)
    if sys.argv[2] == "svg":
        open(f"{{sys.argv[3]}}/v{{n}}.svg", "w").write(vl_convert.vegalite_to_svg(spec))
    else:
        open(f"{{sys.argv[3]}}/v{{n}}.png", "wb").write(vl_convert.vegalite_to_png(spec))
""".format(width=WIDTH, height=HEIGHT)


def python(code, interpreter):
    def command(count, form, folder):
        script, data = folder / "plot.py", folder / "data.json"
        script.write_text(code)
        charts = [[[value(c, s, y) for y in YEARS] for s in range(SERIES)] for c in range(count)]
        data.write_text(json.dumps([charts, list(YEARS)]))
        return [interpreter, str(script), str(data), form, str(folder)]

    return command


def veusz(count, form, folder):
    """Veusz is told what to draw on its standard input, in a window that nobody sees."""
    lines = [f"Set('width', '{WIDTH / 96:.4f}in')", f"Set('height', '{HEIGHT / 96:.4f}in')"]
    lines.append(f"SetData('year', {list(YEARS)})")
    lines += ["Add('page', name='p', autoadd=False)", "To('p')", "Add('graph', name='g')", "To('g')"]
    lines += ["Set('topMargin', '1cm')", "Set('y/min', 0.0)", "Set('y/label', 'people')", "Add('key', name='k')"]
    lines.append("Add('label', name='t')")
    lines += ["Set('t/xPos', [0.5])", "Set('t/yPos', [1.02])", "Set('t/alignHorz', 'centre')"]
    for s in range(SERIES):
        lines.append(f"Add('xy', name='s{s}', xData='year', yData='v{s}', key='Place {s}')")
    for chart in range(count):
        for s in range(SERIES):
            lines.append(f"SetData('v{s}', {[value(chart, s, year) for year in YEARS]})")
        lines.append(f"Set('t/label', 'Chart {chart}')")
        lines.append(f"Export('{folder}/z{chart}.{form}', dpi=96)")
    script = folder / "plot.txt"
    script.write_text("\n".join(lines + ["Quit()", ""]))
    return ["sh", "-c", f"QT_QPA_PLATFORM=offscreen veusz --listen < '{script}'"]


def docket(binary):
    def command(count, form, folder):
        file = folder / "data.ron"
        file.write_text(dataset(count))
        size = f"{WIDTH}x{HEIGHT}"
        what = ["--all", "--to", str(folder)] if count > 1 else ["--chart", "c0", "--to", str(folder / f"c0.{form}")]
        return [binary, "export", str(file), *what, "--format", form, "--size", size]

    return command


def has_module(interpreter, name):
    if shutil.which(interpreter) is None:
        return False
    found = subprocess.run([interpreter, "-c", f"import {name}"], capture_output=True, check=False)
    return found.returncode == 0


def programs(arguments):
    binary = str(pathlib.Path(arguments.docket).resolve())
    if not pathlib.Path(binary).exists():
        sys.exit(f"{binary} is not there; build it with `cargo build --release`")
    yield "docket", docket(binary), True
    yield "gnuplot", gnuplot, shutil.which("gnuplot") is not None
    yield "matplotlib", python(MATPLOTLIB, arguments.python), has_module(arguments.python, "matplotlib")
    yield "Veusz", veusz, shutil.which("veusz") is not None
    yield "Vega-Lite (vl-convert)", python(VEGA, arguments.python), has_module(arguments.python, "vl_convert")


def timed(command, count, form, runs):
    """The least time in seconds, the bytes of a figure, and where the figures are."""
    least, size = None, 0
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            call = command(count, form, folder)
            start = time.perf_counter()
            done = subprocess.run(call, capture_output=True, text=True, check=False, timeout=600)
            took = time.perf_counter() - start
            figures = sorted(folder.glob(f"*.{form}"))
            if done.returncode != 0 or len(figures) != count:
                return None, f"{len(figures)} of {count} figures: {(done.stderr or done.stdout).strip()[-200:]}"
            size = sum(figure.stat().st_size for figure in figures) / count
            least = took if least is None else min(least, took)
            if KEEP:
                for figure in figures[:1]:
                    shutil.copy(figure, KEEP)
    return least, size


KEEP = None


def main():
    global KEEP
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--docket", default="target/release/docket")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--keep", help="a folder for one figure of each kind, to look at")
    arguments = parser.parse_args()
    KEEP = arguments.keep
    if KEEP:
        os.makedirs(KEEP, exist_ok=True)
    cases = [(count, form) for count in (1, BATCH) for form in ("svg", "png")]
    heads = [f"{count} {form.upper()}" for count, form in cases]
    print(f"{'seconds':<24}" + "".join(f"{head:>20}" for head in heads))
    for name, command, is_there in programs(arguments):
        if not is_there:
            print(f"{name:<24}{'not installed, left out':>20}")
            continue
        cells = []
        for count, form in cases:
            least, size = timed(command, count, form, arguments.runs if count == 1 else max(1, arguments.runs // 2))
            cells.append(f"{least:.3f} ({size / 1000:.0f} kB)" if least is not None else "failed")
            if least is None:
                print(f"{name}: {size}", file=sys.stderr)
        print(f"{name:<24}" + "".join(f"{cell:>20}" for cell in cells), flush=True)


if __name__ == "__main__":
    main()

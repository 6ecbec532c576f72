"""Figures out of measurements: percentiles, exponents, CSV files, tables for the README, plots."""

import csv
import math
import os


def percentile(values, share):
    """The value that `share` (0..1) of them are at or below, by the nearest rank."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def median(values):
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def exponent(points):
    """The slope of the line that fits log y against log x best (least squares): 1, y grows with x; 0, it does not
    grow; 2, with its square. points: [(x, y)], all above 0, with at least two different x."""
    logs = [(math.log(x), math.log(y)) for x, y in points]
    mean_x = sum(x for x, _ in logs) / len(logs)
    mean_y = sum(y for _, y in logs) / len(logs)
    spread = sum((x - mean_x) ** 2 for x, _ in logs)
    if not spread:
        raise ValueError("an exponent needs two different sizes")
    return sum((x - mean_x) * (y - mean_y) for x, y in logs) / spread


def upper(points, factor=64):
    """The points within a factor of the largest x: below, what any call costs outweighs what is measured. At least
    three."""
    ordered = sorted(points)
    most = ordered[-1][0]
    return [p for p in ordered if p[0] * factor >= most] if len(ordered) > 3 else ordered


def write_csv(path, rows):
    """rows: dictionaries with the same keys, in the order of the first."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def read_csv(path):
    """The rows as dictionaries of strings."""
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def short(value, digits=2):
    """A number with so many significant digits, without an exponent: 0.0123, 1.2, 1234. "" and None are an en dash."""
    if value is None or value == "":
        return "–"
    value = float(value)
    if value == 0:
        return "0"
    places = digits - 1 - math.floor(math.log10(abs(value)))
    return "{:,.{}f}".format(round(value, places), max(0, places))


def markdown(header, rows):
    """A table for the README."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| %s |" % " | ".join(line) for line in lines) + "\n"


# ---- plots -----------------------------------------------------------------------------------------------------------


def pyplot():
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    return pyplot


def save(figure, path):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    # No date in the file: the same figures give the same bytes.
    figure.savefig(path, dpi=80, bbox_inches="tight", metadata={"Software": None})
    pyplot().close(figure)


def plot_bars(path, panels, columns=3):
    """panels: [(title, {name: value or None}, logarithmic)]. One panel of horizontal bars each."""
    lines = math.ceil(len(panels) / columns)
    height = 0.5 + 0.28 * max(len(values) for _, values, _ in panels)
    figure, axes = pyplot().subplots(lines, columns, figsize=(4.6 * columns, height * lines), squeeze=False)
    for axis in axes.flat[len(panels) :]:
        axis.axis("off")
    for axis, (title, values, logarithmic) in zip(axes.flat, panels):
        names = list(values)[::-1]
        heights = [values[name] or 0 for name in names]
        bars = axis.barh(names, heights, color=["#c0392b" if name == "hearsay" else "#95a5a6" for name in names])
        axis.bar_label(bars, [short(values[name], 3) for name in names], padding=3, fontsize=8)
        axis.set_title(title, fontsize=9, loc="left")
        axis.tick_params(labelsize=8)
        most = max(heights, default=0) or 1
        if logarithmic:
            axis.set_xscale("log")
            axis.set_xlim(min((h for h in heights if h), default=most) / 3, most * 5)
        else:
            axis.set_xlim(0, most * 1.3)
        axis.set_xticks([]), axis.minorticks_off()
        for side in ("top", "right", "bottom"):
            axis.spines[side].set_visible(False)
    figure.tight_layout()
    save(figure, path)


def plot_curves(path, panels, columns=3):
    """panels: [(title, x label, y label, [(x, y)], exponent or None, the exponent that should be)], both axes
    logarithmic. The dashed line has the slope that should be."""
    from matplotlib.ticker import NullFormatter

    lines = math.ceil(len(panels) / columns)
    figure, axes = pyplot().subplots(lines, columns, figsize=(5 * columns, 3.1 * lines), squeeze=False)
    for axis in axes.flat[len(panels) :]:
        axis.axis("off")
    for axis, (title, x_label, y_label, points, slope, expected) in zip(axes.flat, panels):
        ordered = sorted(points)
        last_x, last_y = ordered[-1]
        axis.plot(
            [x for x, _ in ordered], [last_y * (x / last_x) ** expected for x, _ in ordered], "--", color="#95a5a6"
        )
        axis.plot(*zip(*ordered), "o-", color="#c0392b", markersize=4)
        axis.set_xscale("log")
        axis.set_yscale("log")
        # At least two decades, or noise would look like a slope.
        least, most = min(y for _, y in ordered), max(y for _, y in ordered)
        room = max(1.5, math.sqrt(100 * least / most))
        axis.set_ylim(least / room, most * room)
        axis.yaxis.set_minor_formatter(NullFormatter())
        axis.set_title(title + ("" if slope is None else "    exponent %.2f" % slope), fontsize=9, loc="left")
        axis.set_xlabel(x_label, fontsize=8)
        axis.set_ylabel(y_label, fontsize=8)
        axis.tick_params(labelsize=8)
        axis.grid(True, which="major", alpha=0.3)
    figure.tight_layout()
    save(figure, path)

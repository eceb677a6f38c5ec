"""The loss plot of a notebook: SVG that the notebook shows itself, so that no library is needed."""

PLOT_CODE = '''
class Picture:
    """A drawing that a notebook shows when it is the last value of a cell."""

    def __init__(self, svg):
        self.svg = svg

    def _repr_svg_(self):
        return self.svg


def plot_losses(losses, width=640, height=320):
    """The total loss of each epoch as a curve, with axes that begin at epoch 1 and loss 0."""
    left, right, top, bottom = 80, width - 20, 20, height - 50
    highest = max(losses) or 1.0
    last = max(len(losses), 2)

    def x(epoch):
        return left + (right - left) * (epoch - 1) / (last - 1)

    def y(loss):
        return bottom - (bottom - top) * loss / highest

    def text(x, y, words, anchor="middle"):
        return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}">{words}</text>'

    places = [(x(epoch), y(loss)) for epoch, loss in enumerate(losses, start=1)]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        'font-family="sans-serif" font-size="13">',
        f'<rect width="{width}" height="{height}" fill="white"/>',
        f'<path d="M{left} {top}V{bottom}H{right}" fill="none" stroke="gray"/>',
        '<polyline fill="none" stroke="#0072B2" stroke-width="2" points="'
        + " ".join(f"{a:.1f},{b:.1f}" for a, b in places)
        + '"/>',
        f'<circle cx="{places[-1][0]:.1f}" cy="{places[-1][1]:.1f}" r="3" fill="#0072B2"/>',
        *(text(left - 8, y(loss) + 4, f"{loss:.4g}", "end") for loss in (0, highest / 2, highest)),
        *(text(x(epoch), bottom + 20, epoch) for epoch in sorted({1, len(losses)})),
        text((left + right) / 2, height - 8, "epoch"),
        text(left, top - 6, "total loss of the epoch", "start"),
        "</svg>",
    ]
    return Picture("\\n".join(parts))


plot_losses([total_loss for total_loss, *_ in history])
'''

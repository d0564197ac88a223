import { plural } from "@/components/trust/words";
import { type DotsInput, prepareDots } from "./dots";

const WIDTH = 720;

/** Records against the window that the newest one keeps open; the table below it says the same. Drawn on the server. */
export function EvidenceDots(input: Omit<DotsInput, "width">) {
  const chart = prepareDots({ ...input, width: WIDTH });
  const { width, height, left, bottom, window: open } = chart;
  const failing = chart.dots.filter(({ passing }) => !passing).length;
  const label = `${plural(chart.dots.length, "record")} of evidence, ${failing} below the target.`;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls
    <div className="scroll mt-3" role="group" aria-label="Evidence over time" tabIndex={0}>
      <svg viewBox={`0 0 ${width} ${height}`} className="w-full min-w-140" role="img" aria-label={label} fontSize="11">
        {open ? (
          <rect x={open.x} y="8" width={Math.max(0, open.width)} height={bottom - 8} fill="var(--color-sunken)" />
        ) : null}
        {chart.axis.map(({ y, label: text }) => (
          <text key={text} x={left - 8} y={y + 4} textAnchor="end" fill="var(--color-ink-3)">
            {text}
          </text>
        ))}
        <path d={`M${left} ${chart.targetY}H${width}`} stroke="var(--color-ink-3)" strokeDasharray="3 3" />
        <path d={`M${left} ${bottom}H${width}`} stroke="var(--color-line-strong)" />
        <path d={`M${chart.nowX} 8V${bottom}`} stroke="var(--color-ink)" />
        <text x={chart.nowX - 4} y="16" textAnchor="end" fill="var(--color-ink)">
          now
        </text>
        {open ? (
          <text x={open.x + open.width - 4} y={bottom - 6} textAnchor="end" fill="var(--color-ink-3)">
            stale
          </text>
        ) : null}
        {chart.dots.map(({ id, x, y, r, passing, counts }) =>
          passing ? (
            <circle
              key={id}
              cx={x}
              cy={y}
              r={r}
              fill={counts ? "var(--color-ink)" : "var(--color-paper)"}
              stroke="var(--color-ink)"
            />
          ) : (
            <path
              key={id}
              d={`M${x - r} ${y - r}L${x + r} ${y + r}M${x - r} ${y + r}L${x + r} ${y - r}`}
              stroke="var(--color-block)"
              strokeWidth="1.8"
            />
          ),
        )}
        {chart.ticks.map(({ x, label: text }, index) => (
          <text
            key={text}
            x={x}
            y={height - 8}
            textAnchor={index === 0 ? "start" : index === chart.ticks.length - 1 ? "end" : "middle"}
            fill="var(--color-ink-3)"
          >
            {text}
          </text>
        ))}
      </svg>
      <p className="label mt-1">
        A dot is a record at its share passed; a ring renews nothing, a cross is below the target. The shaded part is
        the window that the newest one keeps open.
      </p>
    </div>
  );
}

/// How the report looks: readable at any width, by day and by night, and on paper.
package enum ReportStyle {
  package static let text = """
    :root { color-scheme: light dark; --paper: #fff; --ink: #1a1a1a; --soft: #5a5a5a;
      --line: #ddd; --tint: #f4f4f2; --ours: #0072b2; --bad: #b3261e; --badtint: #fdecea;
      --shade: rgba(0, 0, 0, .28); }
    @media (prefers-color-scheme: dark) { :root { --paper: #16181b; --ink: #e6e6e6;
      --soft: #a5a5a5; --line: #3a3d41; --tint: #202327; --ours: #6cbcf0; --bad: #ff8a80;
      --badtint: #3a1f1d; --shade: rgba(255, 255, 255, .3); }
      /* Charts are drawn on white: turned over, hues kept. Pictures of the sky stay as they are. */
      .shot img { filter: brightness(.82); }
      .shot img.chart { filter: invert(.91) hue-rotate(180deg); } }
    * { box-sizing: border-box; }
    [hidden] { display: none !important; }
    html { -webkit-text-size-adjust: 100%; }
    body { margin: 0 auto; max-width: 76rem; padding: 1rem; background: var(--paper);
      color: var(--ink); font: 16px/1.5 system-ui, "Segoe UI", "DejaVu Sans", sans-serif;
      overflow-wrap: anywhere; }
    h1 { font-size: 1.6rem; margin: .5rem 0 0; line-height: 1.2; }
    h3 { font-size: 1.02rem; margin: 1.4rem 0 .3rem; }
    h2 { font-size: 1.2rem; margin: 2.2rem 0 .5rem; border-bottom: 1px solid var(--line); }
    p { max-width: 46rem; }
    .soft { color: var(--soft); }
    nav a { margin-right: .9rem; white-space: nowrap; }
    a { color: var(--ours); }
    .big { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1rem 0; }
    .big div { background: var(--tint); border-radius: .4rem; padding: .6rem 1rem; }
    .big b { display: block; font-size: 1.9rem; line-height: 1.2; }
    /* A table that goes on to the side throws a shadow there. */
    .wide { overflow-x: auto; background:
      linear-gradient(to right, var(--paper) 30%, transparent) left / 2.5rem 100% local,
      linear-gradient(to left, var(--paper) 30%, transparent) right / 2.5rem 100% local,
      linear-gradient(to right, var(--shade), transparent) left / .9rem 100% scroll,
      linear-gradient(to left, var(--shade), transparent) right / .9rem 100% scroll;
      background-color: var(--paper); background-repeat: no-repeat; }
    table { border-collapse: collapse; font-size: .92rem; margin: .5rem 0; }
    th, td { padding: .2rem .7rem .2rem 0; text-align: left; vertical-align: top;
      overflow-wrap: normal; }
    th:first-child, td:first-child { white-space: nowrap; }
    th { vertical-align: bottom; }
    th.n { white-space: normal; }
    /* What a row is about stays while its numbers are scrolled. */
    .wide th:first-child, .wide td:first-child { position: sticky; left: 0;
      background: var(--paper); }
    th { border-bottom: 1px solid var(--line); font-weight: 600; }
    .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    .ours { color: var(--ours); font-weight: 600; }
    .bad { color: var(--bad); font-weight: 600; }
    .bar { display: inline-block; width: 10rem; height: .7rem; background: var(--tint);
      vertical-align: middle; }
    .bar i { display: block; height: 100%; background: var(--soft); }
    .bar i.ours { background: var(--ours); }
    .warnings { background: var(--badtint); border-left: .3rem solid var(--bad); margin: 1rem 0;
      padding: .6rem 1rem; color: var(--bad); }
    .warnings ul { margin: .2rem 0; padding-left: 1.2rem; }
    .bars { display: block; width: 100%; max-width: 46rem; height: auto; margin: .5rem 0; }
    .bars rect { fill: var(--ours); }
    .bars line { stroke: var(--soft); }
    .bars text { fill: var(--soft); font-size: 11px; text-anchor: middle; }
    summary { cursor: pointer; }
    .map canvas { display: block; width: 100%; max-width: 46rem; height: auto; background: #fff;
      border: 1px solid var(--line); cursor: crosshair; }
    @media (prefers-color-scheme: dark) { .map canvas { filter: brightness(.85); } }
    .map p { min-height: 1.5em; margin: .3rem 0; }
    #map-cutout { image-rendering: pixelated; background-color: #000; background-repeat: no-repeat; }
    .shot { margin: 1.2rem 0 2rem; }
    .shot img { max-width: 100%; height: auto; background: #fff; border: 1px solid var(--line); }
    .shot figcaption { max-width: 46rem; margin-top: .3rem; }
    form { display: flex; flex-wrap: wrap; gap: .5rem .8rem; align-items: end; margin: .8rem 0; }
    label { display: flex; flex-direction: column; font-size: .8rem; color: var(--soft); }
    input, select, button { font: inherit; font-size: 1rem; padding: .3rem .4rem;
      color: var(--ink); background: var(--paper); border: 1px solid var(--line);
      border-radius: .3rem; max-width: 100%; }
    input[type=number] { width: 5.5rem; }
    #gallery-list { display: grid; gap: .8rem;
      grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr)); }
    #gallery-list figure { margin: 0; font-size: .8rem; line-height: 1.35; }
    #gallery-list img { width: 100%; aspect-ratio: 1; image-rendering: pixelated;
      background: #000; border-bottom: .25rem solid #56b4e9; display: block; }
    #gallery-list img.star { border-color: #e69f00; }
    #gallery-list span, #gallery-list .id { display: block; }
    #gallery-list .id { font-weight: 600; }
    #gallery-list .more { color: var(--soft); }
    .wrong { color: var(--bad); font-weight: 600; }
    pre { background: var(--tint); padding: .7rem; overflow-x: auto; font-size: .82rem;
      white-space: pre-wrap; }
    @media (max-width: 34rem) {
      body { padding: .7rem; }
      #gallery-list { grid-template-columns: repeat(2, 1fr); }
      form label, form button { flex: 1 1 45%; }
      form select, form input { width: 100% !important; }
      .bars g text { display: none; }
      .bars text { font-size: 20px; }
      table:has(.bar) tr > :last-child { display: none; }
    }
    @media print {
      :root { color-scheme: light; --paper: #fff; --ink: #000; --soft: #444; --line: #bbb;
        --tint: #f4f4f2; --ours: #0072b2; --bad: #b3261e; --badtint: #fdecea; --shade: transparent; }
      @page { size: A4; margin: 14mm; }
      body { max-width: none; padding: 0; font-size: 10pt; }
      form, nav, #gallery-more { display: none; }
      .shot img, .shot img.chart { filter: none; }
      .shot img { max-height: 230mm; }
      .shot, tr, .bars, #map, #gallery-list figure { break-inside: avoid; }
      h2, h3 { break-after: avoid; }
      .wide { overflow: visible; background: none; }
      table { font-size: 8pt; }
      th, td { padding-right: .4rem; }
      #gallery-list { grid-template-columns: repeat(6, 1fr); gap: .4rem; }
    }
    """
}

/// The style of the page. Colours stand in the two lists of variables only; a test computes the contrast of each pair.
enum HTMLStyle {
  static let text = """
    :root {
      color-scheme: light dark;
      --page: #ffffff; --panel: #f5f6f8; --text: #1b1f24; --quiet: #57606a; --line: #d0d7de; --link: #0550ae; --focus: #0550ae;
      --good: #116329; --good-back: #e3f6e8; --bad: #a40e26; --bad-back: #ffebe9; --mark: #fff1c2; --engine: #6639ba;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --page: #0d1117; --panel: #161b22; --text: #e6edf3; --quiet: #9aa4af; --line: #3a424c; --link: #79b8ff; --focus: #79b8ff;
        --good: #56d364; --good-back: #12261a; --bad: #ff8a80; --bad-back: #2d1416; --mark: #4b3d10; --engine: #c9a6ff;
      }
    }
    * { box-sizing: border-box; }
    html { scroll-padding-top: 1rem; }
    body {
      margin: 0 auto; max-width: 76rem; padding: 1rem 1.25rem 3rem; background: var(--page); color: var(--text);
      font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif;
    }
    h1 { font-size: 1.5rem; line-height: 1.2; margin: .5rem 0; }
    h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
    h3 { font-size: 1rem; font-weight: 600; margin: 0; display: inline; }
    h4 { font-size: 1rem; margin: 1.25rem 0 .4rem; }
    h5 { font-size: .9rem; margin: 1rem 0 .3rem; }
    h1, h2, h3, th, li, .path { unicode-bidi: isolate; overflow-wrap: anywhere; }
    a { color: var(--link); }
    :focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 2px; }
    code, pre, .path, .ledger, dd.good, dd.bad {
      font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .85em;
    }
    .skip { position: absolute; left: -100vw; }
    .skip:focus { left: 1rem; top: .5rem; background: var(--page); padding: .4rem .8rem; z-index: 1; }
    .spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    .verdict {
      display: inline-block; margin: .25rem 0 1rem; padding: .4rem .8rem; border-radius: .4rem; font-size: 1.1rem;
      font-weight: 600;
    }
    .verdict.passed { color: var(--good); background: var(--good-back); }
    .verdict.failed { color: var(--bad); background: var(--bad-back); }
    dl { margin: 0; } dd { margin: 0; } dt { color: var(--quiet); font-size: .85rem; }
    .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .75rem; }
    .figures div { background: var(--panel); border: 1px solid var(--line); border-radius: .4rem; padding: .5rem .75rem; }
    .figures dd { font-size: 1.25rem; font-weight: 600; font-variant-numeric: tabular-nums; }
    .thresholds { list-style: none; padding: 0; }
    .problems { padding-left: 1.2rem; } .why { color: var(--bad); display: block; overflow-wrap: anywhere; }
    #filters {
      display: flex; flex-wrap: wrap; gap: .75rem 1rem; align-items: end; margin-top: 2rem; padding: .75rem 1rem;
      background: var(--panel); border: 1px solid var(--line); border-radius: .4rem;
    }
    #filters label { display: block; font-size: .85rem; color: var(--quiet); }
    #filters p { margin: 0; align-self: center; }
    input, select, button {
      font: inherit; color: var(--text); background: var(--page); border: 1px solid var(--quiet); border-radius: .3rem;
      padding: .3rem .6rem; min-height: 2.4rem; max-width: 100%;
    }
    button { cursor: pointer; }
    .tools { margin: .25rem 0 .75rem; }
    .scroll { overflow-x: auto; position: relative; }
    table { border-collapse: collapse; }
    .matrix { width: 100%; font-size: .92rem; }
    .matrix th, .matrix td { border-bottom: 1px solid var(--line); padding: .3rem .6rem; text-align: left; vertical-align: top; }
    .matrix tbody th { font-weight: 400; min-width: 14rem; }
    .matrix thead th { font-size: .85rem; white-space: nowrap; }
    .matrix thead th:first-child, .matrix tr[data-runs] th { position: sticky; left: 0; background: var(--page); }
    .matrix .folder th { font-weight: 600; background: var(--panel); padding-top: .6rem; }
    .matrix td { white-space: nowrap; font-variant-numeric: tabular-nums; }
    .matrix a { display: inline-block; min-width: 4.5rem; padding: .05rem .4rem; border-radius: .3rem; text-decoration: none; }
    .matrix a:hover { text-decoration: underline; }
    .matrix small { color: var(--quiet); }
    a.passed, .passed .mark { color: var(--good); }
    a.failed, a.broken, a.malformed, .failed .mark, .broken .mark, .malformed .mark { color: var(--bad); }
    a.passed { background: var(--good-back); } a.failed, a.broken, a.malformed { background: var(--bad-back); }
    a.other, .other .mark { color: var(--quiet); }
    .scenario { border: 1px solid var(--line); border-radius: .4rem; margin: .4rem 0; }
    .scenario.failed, .scenario.broken, .scenario.malformed { border-left: .35rem solid var(--bad); }
    .scenario > summary { cursor: pointer; padding: .45rem .75rem; }
    .scenario .path { display: block; color: var(--quiet); padding-left: 1.1rem; }
    .body { padding: 0 .9rem .9rem; }
    .facts { display: flex; flex-wrap: wrap; gap: .4rem 1.5rem; font-size: .92rem; overflow-wrap: anywhere; }
    .message { overflow-wrap: anywhere; white-space: pre-line; }
    .difference { border-left: 3px solid var(--line); padding-left: .75rem; }
    .difference div { display: grid; grid-template-columns: 5.5rem 1fr; }
    .difference dd { overflow-wrap: anywhere; white-space: pre-wrap; }
    .good { color: var(--good); } .bad { color: var(--bad); }
    mark { background: var(--mark); color: var(--text); border-radius: .15rem; }
    pre {
      background: var(--panel); border: 1px solid var(--line); border-radius: .3rem; padding: .5rem .75rem;
      margin: .4rem 0; overflow-x: auto;
    }
    pre.wrap { white-space: pre-wrap; overflow-wrap: anywhere; }
    .source mark { display: inline-block; min-width: 100%; }
    .number {
      display: inline-block; min-width: 2.2rem; text-align: right; padding-right: .6rem; color: var(--quiet);
      user-select: none;
    }
    .source mark .number { color: var(--text); }
    .records { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr)); gap: .75rem; align-items: start; }
    .record { width: 100%; table-layout: fixed; font-size: .85rem; border: 1px solid var(--line); }
    .record caption { text-align: left; font-weight: 600; padding: .2rem 0; overflow-wrap: anywhere; }
    .record th, .record td {
      border-top: 1px solid var(--line); padding: .15rem .5rem; text-align: left; vertical-align: top;
      overflow-wrap: anywhere;
    }
    .record tbody th { font-weight: 400; color: var(--quiet); }
    .record .it th, .record .it td { background: var(--mark); color: var(--text); font-weight: 600; }
    .ledger { padding-left: 1.2rem; overflow-wrap: anywhere; }
    .replay {
      user-select: all; background: var(--panel); border: 1px solid var(--line); border-radius: .3rem;
      padding: .1rem .4rem; overflow-wrap: anywhere;
    }
    .legend { color: var(--quiet); font-size: .85rem; margin: .25rem 0; }
    .sequence { display: block; min-width: 52rem; max-width: 100%; height: auto; font-size: 12px; }
    .sequence text { fill: var(--text); stroke: var(--page); stroke-width: 3px; paint-order: stroke; }
    .sequence .box { fill: var(--panel); stroke: var(--quiet); }
    .sequence .name { text-anchor: middle; font-weight: 600; stroke: none; }
    .sequence path { fill: none; stroke: var(--quiet); stroke-width: 1.3; }
    .sequence .life { stroke: var(--line); }
    .sequence path.read { stroke-dasharray: 4 3; }
    .sequence path.bad { stroke: var(--bad); }
    .sequence path.part { stroke: var(--line); }
    .sequence path.run { fill: var(--engine); stroke: none; }
    .sequence text.step { font-weight: 600; }
    .sequence text.run { fill: var(--engine); }
    .sequence text.part { fill: var(--quiet); font-style: italic; }
    .sequence text.bad { fill: var(--bad); }
    .timeline { list-style: none; padding: 0; margin: .4rem 0; font-size: .92rem; }
    .timeline > li { display: flow-root; border-left: 3px solid var(--line); padding: .1rem 0 .1rem .75rem; overflow-wrap: anywhere; }
    .timeline time { display: block; font-weight: 600; font-variant-numeric: tabular-nums; margin-top: .35rem; }
    .gap { display: block; color: var(--quiet); padding: .4rem 0 0; } .gap::before { content: "⋮ "; }
    .took, .inner { color: var(--quiet); }
    .project { color: var(--engine); font-weight: 600; } .task { display: block; padding-left: 1.2rem; color: var(--quiet); }
    .rows { margin: .1rem 0; color: var(--bad); }
    footer { margin-top: 3rem; color: var(--quiet); font-size: .85rem; }
    [hidden] { display: none !important; }
    @media (max-width: 40rem) {
      body { padding: .5rem .75rem 2rem; }
      #filters > div { flex: 1 1 8rem; } #filters input, #filters select { width: 100%; }
      .figures { grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); }
      .matrix tbody th { min-width: 11rem; }
    }
    @media print {
      :root {
        --page: #fff; --panel: #fff; --text: #000; --quiet: #444; --line: #bbb; --link: #000; --good: #0b4a1e; --good-back: #fff;
        --bad: #8a0c20; --bad-back: #fff; --mark: #eee; --engine: #43207f;
      }
      body { max-width: none; padding: 0; font-size: 10pt; }
      #filters, .tools, .skip { display: none; }
      .scroll { overflow: visible; } .sequence { min-width: 0; width: 100%; }
      pre { white-space: pre-wrap; } .matrix thead { display: table-header-group; }
      .matrix tr, .timeline > li, .record tr, .figures div, summary { break-inside: avoid; }
      h2, h3, h4, h5, caption { break-after: avoid; }
    }
    """
}

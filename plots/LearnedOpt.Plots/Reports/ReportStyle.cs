namespace LearnedOpt.Plots;

/// <summary>How a report looks, on light and on dark screens and on paper. Plots keep their white ground: their colours were chosen for it.</summary>
internal static class ReportStyle
{
    public const string Css = """
        :root { color-scheme: light dark; --ground: #fff; --ink: #1f2328; --muted: #57606a; --line: #d8dee4; --shade: #f6f8fa; --link: #0059a6; }
        @media (prefers-color-scheme: dark) {
          :root { --ground: #14171c; --ink: #e3e7ec; --muted: #9aa4b0; --line: #343b45; --shade: #1d2229; --link: #7ab7f0; }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; }
        main { max-width: 60rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
        h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .5rem; }
        h2 { font-size: 1.25rem; margin: 2.5rem 0 .75rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line); }
        p { margin: .6rem 0; max-width: 46rem; }
        p.summary, figcaption, caption { color: var(--muted); }
        a { color: var(--link); }
        nav ol { margin: 1rem 0; padding-left: 1.4rem; }
        .table { overflow-x: auto; margin: 1rem 0; }
        table { border-collapse: collapse; font-size: .93rem; }
        caption { text-align: left; padding-bottom: .4rem; }
        th, td { padding: .35rem .8rem .35rem 0; text-align: left; border-bottom: 1px solid var(--line); white-space: nowrap; }
        thead th { border-bottom: 2px solid var(--line); font-weight: 600; }
        .n { text-align: right; font-variant-numeric: tabular-nums; padding-left: .8rem; padding-right: 0; }
        .best { font-weight: 700; }
        figure { margin: 1.25rem 0; }
        .plot { background: #fff; border: 1px solid var(--line); border-radius: 6px; padding: .5rem; }
        .plot svg { display: block; width: 100%; height: auto; }
        figcaption { font-size: .9rem; margin-top: .4rem; max-width: 46rem; }
        pre { background: var(--shade); border: 1px solid var(--line); border-radius: 6px; padding: .75rem 1rem; overflow-x: auto; font-size: .88rem; }
        @media screen and (max-width: 40rem) {
          .plot { overflow-x: auto; }
          .plot svg { width: 36rem; }
          caption { max-width: calc(100vw - 2.5rem); }
        }
        @media print {
          :root { color-scheme: light; --ground: #fff; --ink: #1f2328; --muted: #57606a; --line: #b8bfc7; --shade: #f6f8fa; --link: #1f2328; }
          body { font-size: 11pt; }
          main { max-width: none; padding: 0; }
          p, figcaption { max-width: none; }
          h2 { break-after: avoid; margin-top: 1.5rem; }
          figure, tr, pre, p { break-inside: avoid; }
          thead { display: table-header-group; }
          .table { overflow: visible; break-before: avoid; }
          table { width: 100%; font-size: 8.5pt; }
          th { white-space: normal; vertical-align: bottom; }
          .n { padding-left: .4rem; }
          .plot { max-width: 15cm !important; }
          pre { white-space: pre-wrap; overflow: visible; }
        }

        """;
}

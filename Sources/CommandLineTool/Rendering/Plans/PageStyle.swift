/// How the page of a plan looks: by day, by night and on paper. Colour only repeats what words and
/// signs say.
enum PageStyle {
  static let css = """
    :root {
      --paper: #fff; --ink: #1c1e21; --quiet: #5c636b; --line: #d5d9de; --card: #f6f7f9;
      --added: #0b6b33; --removed: #a3262c; --warning: #8a4b00; --alarm: #fdf1e3;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --paper: #15171a; --ink: #e7e9ec; --quiet: #a0a7af; --line: #363b41; --card: #1e2125;
        --added: #6fd897; --removed: #ff9a9a; --warning: #ffc477; --alarm: #2e2416;
      }
    }
    * { box-sizing: border-box; }
    body {
      margin: 0; background: var(--paper); color: var(--ink);
      font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere;
    }
    main { max-width: 56rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
    h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .5rem; }
    h2 { font-size: 1.2rem; margin: 2.5rem 0 .75rem; }
    h3 { font-size: 1rem; margin: 0 0 .5rem; }
    small { font-weight: normal; font-size: .875rem; color: var(--quiet); }
    .state { margin: 0 0 .25rem; color: var(--quiet); }
    .counts { font-size: 1.1rem; margin: 0 0 1rem; }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: 0; }
    dt { color: var(--quiet); }
    dd { margin: 0; }
    article {
      border: 1px solid var(--line); border-radius: 6px; background: var(--card);
      padding: .75rem 1rem; margin: 0 0 .75rem; break-inside: avoid;
    }
    .lasting article { border-left: 4px solid var(--warning); background: var(--alarm); }
    article p { margin: .25rem 0; }
    .create b, ins { color: var(--added); }
    .update b, .warning { color: var(--warning); }
    .delete b, del { color: var(--removed); }
    ins, del { text-decoration: none; }
    td > * { margin-right: .4rem; }
    .quiet { color: var(--quiet); }
    table { border-collapse: collapse; width: 100%; margin: .25rem 0 .5rem; }
    th, td { text-align: left; vertical-align: top; padding: .2rem 0; }
    th { width: 11rem; padding-right: 1rem; font-weight: normal; color: var(--quiet); }
    pre {
      white-space: pre-wrap; background: var(--card); border: 1px solid var(--line);
      border-radius: 6px; padding: .6rem .8rem; margin: .25rem 0 1rem;
      font: .875rem/1.5 ui-monospace, monospace;
    }
    @media (max-width: 36rem) {
      dl { grid-template-columns: 1fr; gap: 0; }
      dd { margin-bottom: .5rem; }
      th, td { display: block; width: auto; padding: .1rem 0; }
    }
    @media print {
      :root {
        --paper: #fff; --ink: #000; --quiet: #444; --line: #999; --card: #fff;
        --added: #000; --removed: #000; --warning: #000; --alarm: #fff;
      }
      main { max-width: none; padding: 0; }
      h2 { break-after: avoid; }
    }
    """
}

/// How the pages look: by day and by night, on wide screens and narrow ones. Colour only repeats what
/// words and signs say.
enum Stylesheet {
  static let text = colours + frame + content + tables + narrow

  private static let colours = """
    :root {
      --paper: #fff; --ink: #1c1e21; --quiet: #5c636b; --line: #dfe3e8; --card: #f6f7f9;
      --link: #0b57a8; --good: #0b6b33; --good-back: #e4f4ea; --bad: #a3262c; --bad-back: #fdeceb;
      --ask: #7a4300; --ask-back: #fdf1e0; --busy: #0b57a8; --busy-back: #e7f0fa;
      --calm: #4b525a; --calm-back: #edeff2; --button: #0b57a8; --button-ink: #fff;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --paper: #14161a; --ink: #e7e9ec; --quiet: #a0a7af; --line: #2e3339; --card: #1c1f24;
        --link: #85b9f5; --good: #7fdca0; --good-back: #14301f; --bad: #ffa5a1; --bad-back: #3a1b1c;
        --ask: #ffc982; --ask-back: #35270f; --busy: #9cc7f8; --busy-back: #162b42;
        --calm: #b6bcc4; --calm-back: #262a30; --button: #85b9f5; --button-ink: #10141a;
      }
    }

    """

  private static let frame = """
    * { box-sizing: border-box; }
    html { scrollbar-gutter: stable; }
    body {
      margin: 0; background: var(--paper); color: var(--ink);
      font: 15px/1.5 system-ui, "Segoe UI", "Noto Sans", sans-serif; overflow-wrap: anywhere;
    }
    a { color: var(--link); text-underline-offset: .15em; text-decoration-thickness: .06em; }
    :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 3px; }
    main:focus { outline: none; }
    .skip { position: absolute; left: -999rem; }
    .skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .5rem 1rem; z-index: 2; }
    .hidden {
      position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
      white-space: nowrap;
    }
    .top {
      display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1.5rem;
      padding: .6rem 1.5rem; border-bottom: 1px solid var(--line); background: var(--card);
    }
    .brand { font-weight: 700; color: var(--ink); text-decoration: none; letter-spacing: .01em; }
    .top nav { flex: 1; }
    .top ul { display: flex; flex-wrap: wrap; gap: .25rem; list-style: none; margin: 0; padding: 0; }
    .top li a { display: block; padding: .3rem .7rem; border-radius: 6px; color: var(--ink); text-decoration: none; }
    .top li a:hover { background: var(--calm-back); }
    .top li a[aria-current] { background: var(--busy-back); color: var(--busy); font-weight: 600; }
    .who { display: flex; align-items: center; gap: .75rem; margin: 0; color: var(--quiet); }
    .who small { border: 1px solid var(--line); border-radius: 99px; padding: 0 .5rem; }
    main { max-width: 72rem; margin: 0 auto; padding: 1.25rem 1.5rem 4rem; }
    main.login { max-width: 24rem; padding-top: 14vh; }
    .login input { width: 100%; }

    """

  private static let content = """
    h1 { font-size: 1.5rem; line-height: 1.25; margin: .25rem 0 .75rem; }
    h2 { font-size: 1.05rem; margin: 0 0 .6rem; }
    h3 { font-size: 1rem; margin: 0; font-weight: 600; }
    section { margin: 1.75rem 0; }
    small { font-size: .85rem; font-weight: normal; }
    .quiet, .none, .foot { color: var(--quiet); }
    .none { margin: 0; }
    .head .id { margin: 0; color: var(--quiet); font: .8rem ui-monospace, monospace; }
    .badge {
      display: inline-block; padding: .05rem .55rem; border-radius: 99px; font-size: .8rem;
      font-weight: 600; white-space: nowrap; vertical-align: .1em;
    }
    .good { color: var(--good); background: var(--good-back); }
    .bad { color: var(--bad); background: var(--bad-back); }
    .ask { color: var(--ask); background: var(--ask-back); }
    .busy { color: var(--busy); background: var(--busy-back); }
    .calm { color: var(--calm); background: var(--calm-back); }
    .wrong { border-left: 4px solid var(--bad); background: var(--bad-back); border-radius: 6px; padding: .9rem 1.1rem; margin-top: .5rem; }
    .wrong h2 { color: var(--bad); }
    .wrong article { background: var(--paper); border-radius: 6px; padding: .6rem .9rem; margin-top: .6rem; }
    .wrong article p { margin: .2rem 0 0; }
    .wrong .foot { display: flex; gap: 1rem; align-items: center; justify-content: space-between; }
    .wrong.calm { border-color: var(--good); background: var(--good-back); color: var(--ink); }
    .wrong.calm h2 { color: var(--good); margin-bottom: .1rem; }
    .wrong.calm p { margin: 0; }
    .note { border-radius: 6px; background: var(--calm-back); padding: .6rem 1rem; color: var(--ink); }
    .note.bad { background: var(--bad-back); border-left: 4px solid var(--bad); }
    .note p { margin: .2rem 0; }
    .warning { color: var(--ask); }
    .decide { border: 2px solid var(--button); border-radius: 8px; padding: 1rem 1.2rem; }
    .decide p { margin: .3rem 0 .7rem; }
    .decide form { display: inline-block; margin-right: .8rem; }
    .decide > .quiet { margin: .8rem 0 0; }
    .item p { margin: .2rem 0; }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1.25rem; margin: 0; }
    dt { color: var(--quiet); }
    dd { margin: 0; }
    ul.plain, ul.plans, ul.working, ul.budgets { list-style: none; padding: 0; margin: 0; }
    ul.plain li, ul.plans li, ul.budgets li { padding: .3rem 0; border-bottom: 1px solid var(--line); }
    ul.plain time { display: inline-block; min-width: 6.5rem; color: var(--quiet); }
    ul.working li { display: grid; grid-template-columns: 1fr 18rem max-content; gap: 1rem; align-items: center; padding: .4rem 0; border-bottom: 1px solid var(--line); }
    ul.plans li { border-left: 4px solid var(--ask); padding: .4rem .8rem; background: var(--ask-back); border-radius: 4px; margin-bottom: .4rem; border-bottom: 0; }
    progress, meter { width: 9rem; height: .7rem; vertical-align: middle; accent-color: var(--link); }
    .count { font-variant-numeric: tabular-nums; }
    .actions { display: flex; flex-wrap: wrap; gap: .6rem 1rem; align-items: center; margin: 1rem 0; }
    form { margin: 0; }
    button {
      font: inherit; font-weight: 600; padding: .4rem 1rem; border-radius: 6px; cursor: pointer;
      border: 1px solid var(--button); background: var(--button); color: var(--button-ink);
    }
    button.plain { background: transparent; color: var(--link); border-color: var(--line); font-weight: 500; padding: .2rem .75rem; }
    button:hover { filter: brightness(1.08); }
    input, select { font: inherit; padding: .35rem .6rem; border: 1px solid var(--quiet); border-radius: 6px; background: var(--paper); color: var(--ink); max-width: 100%; }
    .filter { display: flex; flex-wrap: wrap; gap: .6rem 1.2rem; align-items: center; margin: 0 0 1rem; }
    .filter button { padding: .35rem .9rem; }
    .choices { display: flex; flex-wrap: wrap; gap: 1rem; }
    .choices [aria-current] { font-weight: 700; color: var(--ink); text-decoration: none; }
    pre, .log { font: .82rem/1.5 ui-monospace, "DejaVu Sans Mono", monospace; background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: .7rem .9rem; margin: .5rem 0; white-space: pre-wrap; max-height: 32rem; overflow: auto; }
    code { font: .85em ui-monospace, monospace; }
    .log { list-style: none; }
    .log time { color: var(--quiet); display: inline-block; min-width: 6rem; }
    .log .warning span, .log .error span { color: var(--bad); }
    .create { color: var(--good); } .update { color: var(--ask); } .delete, .failed { color: var(--bad); }

    """

  private static let tables = """
    table { border-collapse: collapse; width: 100%; }
    th, td { text-align: left; vertical-align: top; padding: .45rem .9rem .45rem 0; }
    thead th { color: var(--quiet); font-weight: 500; font-size: .85rem; border-bottom: 1px solid var(--line); }
    tbody tr { border-bottom: 1px solid var(--line); }
    tbody th { font-weight: 500; }
    .runs td { white-space: nowrap; }
    .runs td:nth-child(4) { white-space: normal; }
    .runs th[scope=row] { width: 45%; }
    .reason { margin: .1rem 0 0; color: var(--quiet); font-weight: normal; font-size: .9rem; }
    .changes { font-weight: 600; font-variant-numeric: tabular-nums; }
    .changes span + span { margin-left: .5rem; }
    .changes .quiet { font-weight: normal; }
    .item { border: 1px solid var(--line); border-radius: 6px; background: var(--card); padding: .6rem .9rem; margin: 0 0 .6rem; }
    .item h3 { margin-bottom: .2rem; }
    .diff th { font-weight: normal; color: var(--quiet); width: 14rem; }
    .diff td { width: 40%; }
    .diff tbody tr:last-child { border-bottom: 0; }
    ins { color: var(--good); text-decoration: none; } del { color: var(--bad); text-decoration: none; }

    """

  private static let narrow = """
    @media (max-width: 44rem) {
      .top { padding: .6rem 1rem; gap: .4rem 1rem; }
      .top nav { order: 3; flex-basis: 100%; }
      main { padding: 1rem 1rem 3rem; }
      dl { grid-template-columns: 1fr; }
      dd { margin-bottom: .5rem; }
      thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
      table, tbody, tr, td, th { display: block; width: auto; }
      .runs th[scope=row], .diff th, .diff td { width: auto; }
      tbody tr { padding: .5rem 0; }
      th, td { padding: .1rem 0; }
      .runs td { display: inline-block; margin-right: 1rem; }
      .diff td { padding-left: 1rem; }
      .diff td:nth-child(2)::before { content: "before: "; color: var(--quiet); }
      .diff td:nth-child(3)::before { content: "after: "; color: var(--quiet); }
      ul.working li { grid-template-columns: 1fr; gap: .3rem; }
    }
    @media print { .top, .actions, .decide form, button { display: none; } main { max-width: none; } }

    """
}

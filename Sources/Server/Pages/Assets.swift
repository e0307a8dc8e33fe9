/// What pages load besides themselves; all of it is from here.
enum Assets {
  /// The asset at a path; nil when there is none.
  static func answer(_ path: String) -> Answer? {
    switch path {
    case "app.css": Answer(type: "text/css; charset=utf-8", Stylesheet.text)
    case "app.js": Answer(type: "text/javascript; charset=utf-8", script)
    case "robots.txt": Answer(type: "text/plain; charset=utf-8", "User-agent: *\nDisallow: /\n")
    default: nil
    }
  }

  /// Loads the page again when something changed, and puts the new content in place of the old. A page
  /// on which somebody is typing or marking text is left alone until they are done. Everything works
  /// without it, but for the page's keeping itself up to date.
  private static let script = """
    "use strict";
    (() => {
      let wanted = false, busy = false, last = 0;
      const main = () => document.getElementById("main");
      const inUse = () => {
        const at = document.activeElement;
        if (at && main().contains(at) && /^(INPUT|SELECT|TEXTAREA)$/.test(at.tagName)) return true;
        const marked = window.getSelection();
        return marked !== null && !marked.isCollapsed && main().contains(marked.anchorNode);
      };
      const mark = (at) => {
        if (!at || !main().contains(at)) return null;
        const all = [...main().querySelectorAll("a[href], button, summary, [tabindex]")];
        return all.indexOf(at);
      };
      const refresh = async () => {
        if (busy || !wanted || document.hidden || inUse()) return;
        busy = true; wanted = false; last = Date.now();
        try {
          const answer = await fetch(location.href, { credentials: "same-origin" });
          if (answer.redirected) { location.reload(); return; }
          const page = new DOMParser().parseFromString(await answer.text(), "text/html");
          const fresh = page.getElementById("main");
          if (fresh && fresh.innerHTML !== main().innerHTML && !inUse()) {
            const open = [...main().querySelectorAll("details")].map((part) => part.open);
            const place = mark(document.activeElement);
            main().replaceChildren(...fresh.childNodes);
            main().querySelectorAll("details").forEach((part, index) => { part.open = open[index] ?? part.open; });
            if (place !== null && place >= 0) {
              const all = main().querySelectorAll("a[href], button, summary, [tabindex]");
              if (all[place]) all[place].focus({ preventScroll: true });
            }
          }
        } catch { wanted = true; } finally { busy = false; }
      };
      const source = new EventSource("/changes");
      let first = true;
      source.addEventListener("change", () => {
        if (first) { first = false; return; }
        wanted = true;
      });
      source.addEventListener("open", () => { document.documentElement.dataset.live = "yes"; });
      source.addEventListener("error", () => { document.documentElement.dataset.live = "no"; first = false; });
      setInterval(() => { if (Date.now() - last > 900) refresh(); }, 300);
      setInterval(() => { wanted = true; }, 30000);
    })();

    """
}

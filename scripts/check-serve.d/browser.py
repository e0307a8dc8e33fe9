"""The dashboard in a real browser: light and dark, narrow and wide, by keyboard alone, without
scripts, with names that are long, in other directions, or made of script. GHLUA_SHOTS names a folder
for pictures."""
import os
import time

from chromium import Browser
from house import TOKENS, House, demand, until

EVIL = "<script>document.title='broken'</script><img src=x onerror=\"document.title='broken'\">"
NAMES = ["شركة العقارات المتقدمة للخدمات", "עברית", "x" * 400, EVIL, "🧑‍🚀 Zoë Ångström-Þórsdóttir"]
ECHO = """return recipe {
  name = "echo", version = "1.0.0", summary = "Says it again",
  params = { p.string "text" { "What", arg = 1 } },
  can = { "users.read", "users.create" },
  run = function(args, ctx)
    ctx.note(args.text)
    if args.text == "fail" then ctx.fail("no: " .. args.text) end
    ghl.users.create { firstName = args.text:sub(1, 200), lastName = "T", email = "e@acme.test",
      type = "account", role = "user", locationIds = {}, password = "Abcdefgh1234!" }
  end,
}
"""


def picture(browser, name):
    folder = os.environ.get("GHLUA_SHOTS")
    if folder:
        browser.picture(os.path.join(folder, f"{name}.png"))


def log_in(browser, home):
    browser.open(home.url + "/runs")
    demand(browser.value("location.pathname") == "/login", "nobody was asked for a token")
    browser.type(TOKENS["ops"])  # the field has the focus
    browser.key("Enter", text="\r")
    browser.loaded()
    demand(browser.value("location.pathname") == "/runs", "the login led elsewhere")
    demand(browser.value("document.cookie") == "", "scripts can see the session")


def fill(home):
    for name in NAMES:
        home.call("POST", "/v1/runs?wait=60", {"recipe": "echo", "args": {"text": name}})
        home.hook("count", {"n": 1, "email": name})
    home.call("POST", "/v1/runs?wait=60", {"recipe": "echo", "args": {"text": "fail"}})


def widths(browser, home):
    """Nothing sticks out, at any width, by day and by night."""
    for dark in (False, True):
        for width in (320, 420, 900, 1440):
            browser.look(width, 1000, dark)
            for path in ["/", "/runs", "/inbox", "/deliveries", "/schedules", "/audit"]:
                browser.open(home.url + path)
                over = browser.value("document.documentElement.scrollWidth - innerWidth")
                demand(over <= 0, f"{path} is {over} px wider than {width} px")
                demand(browser.value("document.title !== 'broken'"), f"a script ran on {path}")
                name = "now" if path == "/" else path[1:]
                picture(browser, f"{name}-{width}-{'dark' if dark else 'light'}")
    browser.look(1280, 1000)


def contrast(browser, home):
    """Text stands out from what is behind it: 4.5 to 1, as WCAG 2 asks."""
    script = """(() => {
      const part = (c) => { c /= 255; return c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4; };
      const light = (c) => .2126 * part(c[0]) + .7152 * part(c[1]) + .0722 * part(c[2]);
      const read = (text) => { const n = text.match(/[\\d.]+/g).map(Number); return n.length > 3 && n[3] === 0 ? null : n; };
      let worst = 99, what = "";
      for (const one of document.querySelectorAll("body *")) {
        if (![...one.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue;
        if (one.closest(".hidden, .skip, thead, style, script")) continue;
        let back = null;
        for (let up = one; up && !back; up = up.parentElement) back = read(getComputedStyle(up).backgroundColor);
        const a = light(read(getComputedStyle(one).color)), b = light(back || [255, 255, 255]);
        const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
        if (ratio < worst) { worst = ratio; what = one.outerHTML.slice(0, 120); }
      }
      return [worst, what];
    })()"""
    for dark in (False, True):
        browser.look(1280, 1000, dark)
        for path in ["/", "/runs"]:
            browser.open(home.url + path)
            worst, what = browser.value(script)
            demand(worst >= 4.5, f"{path}: only {worst:.1f} to 1: {what}")


def live(browser, home):
    """A page shows what is new without being loaded again."""
    browser.open(home.url + "/runs")
    browser.until("document.documentElement.dataset.live === 'yes'")
    browser.value("window.marked = true")
    home.call("POST", "/v1/runs?wait=60", {"recipe": "echo", "args": {"text": "brand-new"}})
    browser.until("document.body.innerText.includes('brand-new')")
    demand(browser.value("window.marked === true"), "the page was loaded again")


def keyboard(browser, home):
    """A plan is approved by Tab and Enter alone; what has the focus can be seen."""
    run = home.call("POST", "/v1/runs?wait=60", {"recipe": "echo", "args": {"text": "by-keyboard"}})[1]
    demand(run["status"] == "waiting", f"the plan is {run['status']}: {run['reason']}")
    browser.open(f"{home.url}/runs/{run['run_id']}")
    picture(browser, "plan")
    for _ in range(60):
        browser.key("Tab")
        if browser.value("document.activeElement.innerText") == "Approve and apply":
            break
    else:
        demand(False, "the button cannot be reached by Tab")
    demand(browser.value("getComputedStyle(document.activeElement).outlineStyle") != "none",
           "what has the focus cannot be seen")
    browser.key("Enter", text="\r")
    browser.loaded()
    found = until("the plan was applied or refused", lambda: next(
        (one for one in home.runs() if one["parent"] == run["run_id"]
         and one["status"] not in ("queued", "running")), None))
    demand(found["mode"] == "apply", "no apply came of it")
    picture(browser, "applied")


def without_scripts(browser, home):
    """All can be read, and decided, where scripts are switched off."""
    browser.scripts(False)
    browser.open(home.url + "/")
    for title in ["Wrong now", "Running", "Recent runs", "Plans that wait", "Event inbox", "Audit log"]:
        demand(browser.value(f"document.body.innerText.includes({title!r})"), f"no '{title}'")
    browser.value("document.querySelector('.wrong form').submit()")
    browser.loaded()
    demand(browser.value("document.body.innerText.includes('seen by ops')"), "Seen did nothing")
    browser.scripts(True)


def run(options):
    with House(recipes={"echo": ECHO}) as home:
        home.serve()
        browser = Browser()
        try:
            browser.look(1280, 1000)
            log_in(browser, home)
            fill(home)
            if not options.short:
                widths(browser, home)
                contrast(browser, home)
            live(browser, home)
            keyboard(browser, home)
            without_scripts(browser, home)
            wrong = [text for text in browser.complaints() if text]
            demand(not wrong, f"the browser complains: {wrong[:3]}")
            # Somebody looks on: that keeps no daemon from ending.
            browser.open(home.url + "/")
            browser.until("document.documentElement.dataset.live === 'yes'")
            began = time.time()
            demand(home.stop() == 0 and time.time() - began < 10, "an open page keeps it from ending")
        finally:
            browser.close()
    return "login, live pages, keyboard, no scripts" + (
        "" if options.short else "; 4 widths by day and night, contrast, hostile and foreign names")

/// The script of the page: filters, opening what a link leads to. It reads what is there and writes no text but a count.
enum HTMLScript {
  static let text = """
    "use strict";
    (() => {
      const form = document.getElementById("filters");
      const shown = document.getElementById("shown");
      const scenarios = [...document.querySelectorAll("details.scenario")];
      const rows = [...document.querySelectorAll("tr[data-runs]")];
      const folders = [...document.querySelectorAll(".matrix tbody")];
      const words = new Map(scenarios.map((s) =>
        [s, (s.querySelector("summary").textContent + " " + s.dataset.tags + " " + s.dataset.rules).toLowerCase()]));
      const value = (id) => document.getElementById(id).value;

      function filter() {
        const wanted = value("words").toLowerCase().split(/\\s+/).filter(Boolean);
        const [outcome, tag, rule] = ["outcome", "tag", "rule"].map(value);
        const has = (list, one) => one === "" || list.split(" ").includes(one);
        let count = 0;
        for (const s of scenarios) {
          const fits = wanted.every((word) => words.get(s).includes(word)) && (outcome === "" || s.dataset.outcome === outcome)
            && has(s.dataset.tags, tag) && has(s.dataset.rules, rule);
          s.hidden = !fits;
          if (fits) count += 1;
        }
        for (const row of rows) row.hidden = row.dataset.runs.split(" ").every((id) => document.getElementById(id).hidden);
        for (const folder of folders) folder.hidden = ![...folder.querySelectorAll("tr[data-runs]")].some((row) => !row.hidden);
        shown.textContent = count + " of " + scenarios.length + " shown";
      }

      function follow() {
        const target = scenarios.find((s) => "#" + s.id === location.hash);
        if (!target) return;
        target.hidden = false;
        target.open = true;
        target.scrollIntoView();
        target.querySelector("summary").focus({ preventScroll: true });
      }

      form.addEventListener("input", filter);
      form.addEventListener("submit", (event) => event.preventDefault());
      form.addEventListener("reset", () => setTimeout(filter));
      document.getElementById("open").addEventListener("click", () => scenarios.forEach((s) => { if (!s.hidden) s.open = true; }));
      document.getElementById("close").addEventListener("click", () => scenarios.forEach((s) => { s.open = false; }));
      addEventListener("hashchange", follow);
      filter();
      follow();
    })();
    """
}

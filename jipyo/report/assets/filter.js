/* Filters of the report: flags by severity, place, status and check, and places by name.
   Without it everything is shown. The filters stand in the address, so that a page can link to them. */
"use strict";

const form = document.getElementById("filter");
if (form) {
  const flags = Array.from(document.querySelectorAll("#flags > article"));
  const shown = document.getElementById("shown");
  const nothing = document.getElementById("no-match");
  const choices = Array.from(form.querySelectorAll("select"));

  const apply = () => {
    const wanted = choices.filter((choice) => choice.value);
    let count = 0;
    for (const flag of flags) {
      const fits = wanted.every((choice) => flag.dataset[choice.name] === choice.value);
      flag.hidden = !fits;
      count += fits ? 1 : 0;
    }
    shown.textContent = shown.dataset.text.replace("#", count);
    nothing.hidden = count > 0;
  };
  const read = () => {
    const hash = window.location.hash.slice(1);
    if (hash.startsWith("flag-")) {
      const flag = document.getElementById(hash);
      const evidence = flag && flag.querySelector("details");
      for (const choice of choices) choice.value = "";
      apply();
      if (evidence) evidence.open = true;
      if (flag) flag.scrollIntoView();
      return;
    }
    const asked = new URLSearchParams(hash);
    for (const choice of choices) choice.value = asked.get(choice.name) || "";
    apply();
  };
  form.addEventListener("change", () => {
    const asked = new URLSearchParams();
    for (const choice of choices) if (choice.value) asked.set(choice.name, choice.value);
    window.history.replaceState(null, "", "#" + asked.toString());
    apply();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("hashchange", read);
  form.hidden = false;
  read();
}

for (const finder of document.querySelectorAll("[data-finds]")) {
  const name = finder.dataset.finds;
  const rows = Array.from(document.querySelectorAll(`[data-filtered="${name}"] tbody tr`));
  const counts = document.querySelector(`[data-counts="${name}"]`);
  finder.addEventListener("input", () => {
    const wanted = finder.value.trim().toLowerCase();
    let count = 0;
    for (const row of rows) {
      const fits = row.dataset.name.toLowerCase().includes(wanted);
      row.hidden = !fits;
      count += fits ? 1 : 0;
    }
    counts.textContent = wanted ? counts.dataset.text.replace("#", count) : "";
  });
  finder.closest("[hidden]").hidden = false;
}

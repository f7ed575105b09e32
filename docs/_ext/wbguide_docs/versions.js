// Lead from a page of one version to the same page of another; without a server, too.
{
  const { versions: here, page, without } = document.currentScript.dataset;
  const root = new URL(".", document.currentScript.src);
  const missing = without.split(" ");
  const address = (version) =>
    new URL(`${version}/${missing.includes(version) ? "index.html" : page}`, root);

  const link = (version, words) => {
    const element = document.createElement("a");
    element.href = address(version);
    element.textContent = words;
    return element;
  };

  const menu = document.createElement("details");
  menu.className = "wb-versions";
  const name = document.createElement("summary");
  name.textContent = `Version: ${here}`;
  const list = document.createElement("ul");
  for (const version of window.wbVersions) {
    const item = document.createElement("li");
    item.append(link(version, version));
    if (version === here) item.firstChild.setAttribute("aria-current", "true");
    list.append(item);
  }
  menu.append(name, list);
  const brand = document.querySelector(".sidebar-brand");
  brand ? brand.after(menu) : document.body.prepend(menu);

  // After latest and stable come the releases, newest first: the first is what is stable.
  const releases = window.wbVersions.filter((version) => /^\d/.test(version));
  if (releases.indexOf(here) > 0) {
    const banner = document.createElement("p");
    banner.className = "wb-old-version";
    banner.setAttribute("role", "note");
    banner.append(`This is version ${here}, which is old. `, link("stable", "Read the stable one."));
    const main = document.getElementById("furo-main-content") ?? document.body;
    main.prepend(banner);
  }
}

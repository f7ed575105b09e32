// Lets Sphinx's search quote from pages without fetching them, which a page opened as a file may not.
"use strict";

(() => {
  let receive;
  const words = new Promise((resolve) => (receive = resolve));
  window.wbguideWords = receive;

  const root = new URL(document.documentElement.dataset.content_root, document.baseURI);
  let asked = false;
  window.fetch = async (address) => {
    if (!asked) {
      asked = true;
      const script = document.createElement("script");
      script.src = new URL("search-words.js", root);
      document.head.append(script);
    }
    const page = new URL(address, root).href.slice(root.href.length);
    return { text: async () => (await words)[page] };
  };
  // The second is the hash of a place in the page.
  Search.htmlToText = ({ text, places }, hash) => text.slice(places[hash?.slice(1)] ?? 0);
})();

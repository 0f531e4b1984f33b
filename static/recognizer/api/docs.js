// The OpenAPI document as a page, by Swagger UI, in the theme of the rest of the site.

const docs = document.querySelector("#docs");
const dark = matchMedia("(prefers-color-scheme: dark)");

function followTheme() {
  document.documentElement.classList.toggle("dark-mode", dark.matches);
}

followTheme();
dark.addEventListener("change", followTheme);
globalThis.SwaggerUIBundle({
  url: docs.dataset.document,
  domNode: docs,
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  validatorUrl: null, // asks no other site
});

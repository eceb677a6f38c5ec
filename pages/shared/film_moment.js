// Tells the film strip which moment the server has; see film_strip.py.
export default function ({ data }) {
  document["film-moment"] = data;
  document.dispatchEvent(new CustomEvent("film-moment", { detail: data }));
}

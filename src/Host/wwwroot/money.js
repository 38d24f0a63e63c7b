// What the pages about money ask of the browser: the card form of a payment provider, and a list as a file. Loaded by those pages alone.
const forms = new WeakMap();

const load = url => new Promise((resolve, reject) => {
  const known = [...document.scripts].find(script => script.src === url);
  if (window.Stripe) return resolve();
  const script = known ?? document.createElement("script");
  script.addEventListener("load", () => resolve(), { once: true });
  script.addEventListener("error", () => { script.remove(); reject(new Error("unreachable")); }, { once: true });
  if (known) return;
  script.src = url;
  document.head.append(script);
});

const isDark = () => document.documentElement.dataset.theme === "dark" || (document.documentElement.dataset.theme === "system" && matchMedia("(prefers-color-scheme: dark)").matches);

/** Shows the provider's card form in an element; null, or why it can't. */
export async function mountCard(element, scriptUrl, key, clientSecret) {
  try {
    await load(scriptUrl);
    const stripe = window.Stripe(key);
    const elements = stripe.elements({ clientSecret, appearance: { theme: isDark() ? "night" : "stripe" } });
    const form = elements.create("payment");
    const isReady = new Promise((resolve, reject) => { form.on("ready", resolve); form.on("loaderror", told => reject(new Error(told.error?.message))); });
    form.mount(element);
    forms.set(element, { stripe, elements, form });
    await isReady;
    return null;
  } catch (failure) {
    return String(failure?.message ?? failure);
  }
}

/** Hands what was entered to the provider, which leads on to the address; answers only what was wrong with it. */
export async function confirmCard(element, returnUrl) {
  const { stripe, elements } = forms.get(element) ?? {};
  if (!stripe) return "unreachable";
  const entered = await elements.submit();
  if (entered.error) return entered.error.message;
  const { error } = await stripe.confirmSetup({ elements, confirmParams: { return_url: returnUrl } });
  return error?.message ?? null;
}

export function unmountCard(element) {
  forms.get(element)?.form.destroy();
  forms.delete(element);
}

/** Lets the card's holder confirm a payment to the bank; null when that is done, or what was wrong. */
export async function confirmPayment(scriptUrl, key, clientSecret) {
  try {
    await load(scriptUrl);
    const { error } = await window.Stripe(key).handleNextAction({ clientSecret });
    return error?.message ?? null;
  } catch (failure) {
    return String(failure?.message ?? failure);
  }
}

/** The whole list of a query, as a file; false when the host refused. */
export async function exportList(name, query, variables) {
  const response = await fetch("/graphql/export.csv", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ query, variables }) });
  if (!response.ok) return false;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await response.blob());
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  return true;
}

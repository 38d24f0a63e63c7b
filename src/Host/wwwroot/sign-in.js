// Signing in by a passkey. Where the browser has none, the button stays hidden; passwords need no script.
(() => {
  const signIn = async button => {
    const start = await cln.ask("mutation BeginPasskeySignIn { startPasskeySignIn { options state } }");
    const { options, state } = start.data.startPasskeySignIn;
    const credential = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(options)) });
    const answer = await cln.ask(
      "mutation SignInByPasskey($input: SignInWithPasskeyInput!) { signInWithPasskey(input: $input) { session { expiresAt } errors { ... on Error { code message } } } }",
      { input: { state, credential: JSON.stringify(credential.toJSON()) } });
    if (!answer.data?.signInWithPasskey?.session) throw new Error("refused");
    location.assign(button.dataset.then);
  };

  const show = () => {
    const button = document.getElementById("passkey-sign-in");
    if (!button || !button.hidden || !cln.passkeys.available()) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const problem = document.getElementById("passkey-problem");
      problem.textContent = "";
      button.disabled = true;
      try {
        await signIn(button);
      } catch (failure) {
        // Whoever closes the browser's question has changed their mind.
        if (failure.name !== "NotAllowedError" && failure.name !== "AbortError") problem.textContent = button.dataset.refused;
      } finally {
        button.disabled = false;
      }
    });
  };

  show();
  Blazor.addEventListener("enhancedload", show);
})();

/* Passkeys: the one thing at sign-in that no browser can do without script.
   A button <button type="button" hidden data-passkey="get|create" data-options="id of the JSON">
   in a form with a hidden field named "credential". With data-ask, the options are fetched from the
   form's own address when the button is pressed. */
(() => {
  "use strict";

  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const keys = (list) => (list || []).map((key) => ({ ...key, id: bytes(key.id) }));

  const prepared = (given) => {
    const options = { ...given, challenge: bytes(given.challenge) };
    if (given.user) options.user = { ...given.user, id: bytes(given.user.id) };
    options.excludeCredentials = keys(given.excludeCredentials);
    options.allowCredentials = keys(given.allowCredentials);
    return options;
  };

  const answer = (credential) => {
    const response = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[part]) response[part] = text(credential.response[part]);
    }
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response,
      clientExtensionResults: credential.getClientExtensionResults(),
    });
  };

  const read = async (button) => {
    if (!button.dataset.ask) return JSON.parse(document.getElementById(button.dataset.options).textContent);
    const reply = await fetch(button.form.action, { headers: { Accept: "application/json" } });
    if (!reply.ok) throw new Error("no options");
    return (await reply.json()).request_options;
  };

  const press = async (button) => {
    const said = button.form.querySelector("[data-passkey-fault]");
    if (said) said.hidden = true;
    try {
      const data = await read(button);
      const given = (data.creation_options || data.request_options || data).publicKey;
      const alone = button.form.elements.passwordless;
      if (button.dataset.passkey === "create" && alone && alone.checked) {
        given.authenticatorSelection = {
          ...given.authenticatorSelection,
          residentKey: "required",
          requireResidentKey: true,
          userVerification: "required",
        };
      }
      const credential = await navigator.credentials[button.dataset.passkey]({ publicKey: prepared(given) });
      button.form.elements.credential.value = answer(credential);
      button.form.submit();
    } catch (fault) {
      if (said) said.hidden = false;
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    if (!window.PublicKeyCredential) return;
    for (const button of document.querySelectorAll("[data-passkey]")) {
      button.hidden = false;
      button.addEventListener("click", () => press(button));
    }
  });
})();

// A real OpenID provider (npm oidc-provider) with invented people, for the tests.
// node oidc_provider.mjs PORT REDIRECT_URI; says "up" when it listens. Any password is right.
import { Provider } from "oidc-provider";

const [, , port, redirect] = process.argv;
const ORGANISATION = "https://id.oidc.se/scope/naturalPersonOrgId";
const claim = (name) => `https://id.oidc.se/claim/${name}`;

const person = (name, email, verified, number, roles) => ({
  name,
  email,
  email_verified: verified,
  roles,
  ...(number && {
    [claim("orgNumber")]: number,
    [claim("orgName")]: "Påhitteby kommun",
    [claim("orgAffiliation")]: `${name.toLowerCase()}@${number}`,
  }),
});

const people = {
  anna: person("Anna Påhitt", "anna@pahitteby.example.se", true, "2120009997", ["lots-radgivare"]),
  bo: person("Bo Påhitt", "bo@annanby.example.se", true, "2120008882", ["lots-radgivare"]),
  cia: person("Cia Påhitt", "cia@pahitteby.example.se", false, "2120009997", ["lots-radgivare"]),
  dan: person("Dan Påhitt", "dan@pahitteby.example.se", true, "2120009997", []),
  eva: person("Eva Påhitt", "eva@example.se", true, "", []),
};

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: "lotsa",
      client_secret: "only-for-tests",
      redirect_uris: [redirect],
      post_logout_redirect_uris: ["http://localhost:8000/"],
      grant_types: ["authorization_code"],
      response_types: ["code"],
      token_endpoint_auth_method: "client_secret_basic",
    },
  ],
  pkce: { required: () => true },
  scopes: ["openid", "profile", "email", ORGANISATION],
  claims: {
    openid: ["sub"],
    profile: ["name", "roles"],
    email: ["email", "email_verified"],
    [ORGANISATION]: [claim("orgAffiliation"), claim("orgName"), claim("orgNumber")],
  },
  features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
  cookies: { keys: ["only-for-tests"] },
  findAccount: async (_, id) =>
    people[id] && { accountId: id, claims: () => ({ ...people[id], sub: id }) },
});

provider.listen(Number(port), "127.0.0.1", () => console.log("up"));

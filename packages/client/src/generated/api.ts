// Made from apps/platform/openapi.json by npm run api

export type paths = {
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The same for people
         * @description Needs no credential.
         */
        get: operations["getReferencePage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This description of the API
         * @description Needs no credential.
         */
        get: operations["getOpenApiDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept an invitation
         * @description For every person who signed in.
         */
        post: operations["acceptInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations/open": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * See what an invitation is to
         * @description Needs no credential.
         */
        post: operations["openInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations/sign-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make an account with an invitation, and accept it
         * @description For the invited e-mail, where nobody has it yet. Sets the cookie of the session.
         *
         *     Needs no credential.
         */
        post: operations["signUpWithInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/local-runs/{run}/result": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report how a local run ended
         * @description With the run's token, within a day of its beginning.
         *
         *     Needs no credential.
         */
        post: operations["reportLocalRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/local-runs/{run}/subject-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get a subject token for a local run
         * @description With the run's token, within an hour of its beginning. It lives five minutes.
         *
         *     Needs no credential.
         */
        post: operations["createLocalRunSubjectToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read who the caller is, and what they may do
         * @description For every person who signed in, and every API token.
         */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set the first password, or another one
         * @description Ends all other sessions. Who signed in by a link or an identity provider sets the first one without a current one.
         *
         *     For every person who signed in.
         */
        put: operations["setPassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End all sessions, this one too
         * @description For every person who signed in.
         */
        delete: operations["endSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the organizations that the caller belongs to
         * @description For every person who signed in, and every API token.
         */
        get: operations["listOrganizations"];
        put?: never;
        /**
         * Make an organization
         * @description An administrator may, and every person where the operator allows it. Who makes it is its first owner.
         *
         *     For every person who signed in.
         */
        post: operations["createOrganization"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{organization}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an organization
         * @description For every member of the organization, and its API tokens.
         */
        get: operations["getOrganization"];
        put?: never;
        post?: never;
        /**
         * Delete an organization
         * @description At once and for good: its tokens and workers open nothing any more, its kickoffs end, its stored secrets are destroyed, and its id is never given again.
         *
         *     For owners of the organization.
         */
        delete: operations["deleteOrganization"];
        options?: never;
        head?: never;
        /**
         * Rename an organization
         * @description Its id, and with it the subject of its tokens, stays.
         *
         *     For owners of the organization.
         */
        patch: operations["renameOrganization"];
        trace?: never;
    };
    "/v1/organizations/{organization}/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the audit log of the organization
         * @description The newest entry first.
         *
         *     Needs the permission `audit:read`.
         */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{organization}/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export the audit log of the organization
         * @description NDJSON, the oldest entry first. `carnet audit verify` checks the chain.
         *
         *     Needs the permission `audit:read`.
         */
        get: operations["exportAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{organization}/automations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the automations
         * @description Without those that are archived.
         *
         *     Needs the permission `automations:read`.
         */
        get: operations["listAutomations"];
        put?: never;
        /**
         * Make an automation
         * @description Editing a command is executing code: whoever manages an automation can read every value assigned to it.
         *
         *     Needs the permission `automations:manage`.
         */
        post: operations["createAutomation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{organization}/automations/{automation}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an automation
         * @description Needs the permission `automations:read`.
         */
        get: operations["getAutomation"];
        put?: never;
        post?: never;
        /**
         * Archive an automation
         * @description It starts no more, and its runs stay to be read. Its name is free again.
         *
         *     Needs the permission `automations:manage`.
         */
        delete: operations["archiveAutomation"];
        options?: never;
        head?: never;
        /**
         * Change an automation
         * @description A merge patch; what is deployed stays as it was until the next deployment. Editing a command is executing code: whoever manages an automation can read every value assigned to it.
         *
         *     Needs the permission `automations:manage`.
         */
        patch: operations["updateAutomation"];
        trace?: never;
    };
    "/v1/organizations/{organization}/automations/{automation}/deployments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the deployments of an automation
         * @description The newest first.
         *
         *     Needs the permission `deployments:read`.
         */
        get: operations["listDeployments"];
        put?: never;
        /**
         * Deploy an automation
         * @description Takes a numbered snapshot. Variables of static credentials are read now and sealed with it: a value that is rotated later needs another deployment. Where one fails, all that fail are listed and nothing is made.
         *
         *     Needs the permission `deployments:manage`.
         */
        post: operations["createDeployment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{organization}/automations/{automation}/deployments/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a deployment
         * @description Its values are never shown: a fingerprint stands for each.
         *
         *     Needs the permission `deployments:read`.
         */
        get: operations["getDeployment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{organization}/automations/{automation}/kickoffs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start an automation
         * @description Runs the active deployment. With an Idempotency-Key a repeated request starts nothing again and is answered with 200. The token of the automation's deployment may do it.
         *
         *     Needs the permission `kickoffs:manage`, or the token of the deployment's automation.
         */
        post: operations["createKickoff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{organization}/automations/{automation}/local-runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin a run on one's own machine
         * @description Recorded like a kickoff. Only a person may begin one. Its variables are those of workload identity; what it skips is listed.
         *
         *     Needs the permission `automations:run_locally`.
         */
        post: operations["createLocalRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{organization}/automations/{automation}/variables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what an automation gets
         * @description Every variable that applies to it, by name: its own go before those of all automations.
         *
         *     Needs the permission `environment_variables:read`.
         */
        get: operations["listVariablesOfAutomation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{organization}/automations/{automation}/variables/{name}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what the runs had of a variable
         * @description Fingerprints and versions, the newest first: a rotation shows in them. Those of local runs are told by the member's own machine, and `kind` says so.
         *
         *     Needs the permission `kickoffs:read`.
         */
        get: operations["getVariableTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{organization}/automations/{automation}/variables/{name}/verify-rotation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Hold two runs side by side
         * @description The last two of a deployment that had the variable, or two named ones. A local run counts only where it is named.
         *
         *     Needs the permission `kickoffs:read`.
         */
        get: operations["verifyRotation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{organization}/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the secret provider credentials
         * @description Needs the permission `secret_providers:read`.
         */
        get: operations["listCredentials"];
        put?: never;
        /**
         * Make a secret provider credential
         * @description Needs the permission `secret_providers:manage`.
         */
        post: operations["createCredential"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{organization}/credentials/{credential}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a secret provider credential
         * @description Needs the permission `secret_providers:read`.
         */
        get: operations["getCredential"];
        put?: never;
        post?: never;
        /**
         * Delete a secret provider credential
         * @description Refused while a variable or a deployment in use reads through it; the answer lists them. Values that older deployments baked from it are destroyed.
         *
         *     Needs the permission `secret_providers:manage`.
         */
        delete: operations["deleteCredential"];
        options?: never;
        head?: never;
        /**
         * Change a secret provider credential
         * @description A merge patch. Stored secrets belong to the address, tenant, role, region, method and provider that they were typed for: whoever changes one of these types them again.
         *
         *     Needs the permission `secret_providers:manage`.
         */
        patch: operations["updateCredential"];
        trace?: never;
    };
    "/v1/organizations/{organization}/credentials/{credential}/secrets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Suggest names of secrets
         * @description Answers without names, and says why, where the store does not let them be listed.
         *
         *     Needs the permission `secret_providers:read`.
         */
        get: operations["listSecretNames"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{organization}/credentials/{credential}/secrets/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Write a secret
         * @description Adds a version. Refused unless the credential is writable. Percent-encode what in the name has a meaning in an address; a secret named `check` is written as `%63heck`.
         *
         *     Needs the permission `secret_values:manage`.
         */
        put: operations["writeSecret"];
        post?: never;
        /**
         * Remove a secret
         * @description Refused unless the credential is writable.
         *
         *     Needs the permission `secret_values:manage`.
         */
        delete: operations["removeSecret"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{organization}/credentials/{credential}/secrets/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check a secret without seeing it
         * @description Reads it now and tells its fingerprint and version. With `variable`, the fingerprint is that of the variable’s runs.
         *
         *     Needs the permission `secret_providers:read`.
         */
        post: operations["checkSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{organization}/credentials/{credential}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test the connection of a credential
         * @description Events: `rung` for each step as it ends, then `result` with `status`, or `problem` where the test itself failed.
         *
         *     Needs the permission `secret_providers:read`.
         */
        post: operations["testCredential"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{organization}/credentials/{credential}/tests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the last 20 tests of a credential
         * @description Needs the permission `secret_providers:read`.
         */
        get: operations["listConnectionTests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{organization}/credentials/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test a connection without saving it
         * @description Events: `rung` for each step as it ends, then `result` with `status`, or `problem` where the test itself failed. With `credential`, its stored secrets are used where nothing that they were typed for is changed; else they must be typed here, too.
         *
         *     Needs the permission `secret_providers:manage`.
         */
        post: operations["testUnsavedCredential"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{organization}/document": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export the organization as a document
         * @description By names, without any secret or direct value. Needs to read workload identity configs, secret providers and environment variables, too.
         *
         *     Needs the permission `automations:read`.
         */
        get: operations["exportDocument"];
        put?: never;
        /**
         * Apply a document to the organization
         * @description Makes and changes what it names, all of it or nothing, and tells what changed. What it does not name stays, unless `prune` is true. Needs to manage workload identity configs, secret providers and environment variables, too.
         *
         *     Needs the permission `automations:manage`.
         */
        post: operations["applyDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{organization}/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the invitations
         * @description Needs the permission `members:read`.
         */
        get: operations["listInvitations"];
        put?: never;
        /**
         * Invite somebody
         * @description To a role that holds no more than the caller's own. The link is good for seven days and for that e-mail alone.
         *
         *     Needs the permission `members:manage`.
         */
        post: operations["createInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{organization}/invitations/{invitation}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an invitation
         * @description Needs the permission `members:manage`.
         */
        delete: operations["revokeInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{organization}/kickoffs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List kickoffs
         * @description The newest first.
         *
         *     Needs the permission `kickoffs:read`, or the token of the deployment's automation.
         */
        get: operations["listKickoffs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{organization}/kickoffs/{kickoff}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the record of a kickoff
         * @description Steps with their times, and per variable a fingerprint and the store's version: never a value.
         *
         *     Needs the permission `kickoffs:read`, or the token of the deployment's automation.
         */
        get: operations["getKickoff"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{organization}/kickoffs/{kickoff}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a kickoff
         * @description One that waits ends at once; the worker of one that runs stops it with its next heartbeat.
         *
         *     Needs the permission `kickoffs:manage`.
         */
        post: operations["cancelKickoff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{organization}/kickoffs/{kickoff}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow a kickoff
         * @description Events `status`, `steps` and `line`, and `end` when it has ended. Lines have ids: with Last-Event-ID it goes on behind one.
         *
         *     Needs the permission `kickoffs:read`, or the token of the deployment's automation.
         */
        get: operations["followKickoff"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{organization}/kickoffs/{kickoff}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the log of a kickoff
         * @description Masked by the worker, and bounded.
         *
         *     Needs the permission `kickoffs:read`, or the token of the deployment's automation.
         */
        get: operations["getKickoffLogs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{organization}/kickoffs/{kickoff}/rerun": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start a kickoff again
         * @description With the same inputs and the deployment that is active now.
         *
         *     Needs the permission `kickoffs:manage`.
         */
        post: operations["rerunKickoff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{organization}/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Leave an organization
         * @description The last owner cannot.
         *
         *     For every member of the organization, and its API tokens.
         */
        post: operations["leaveOrganization"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{organization}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the members
         * @description Needs the permission `members:read`.
         */
        get: operations["listMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{organization}/members/{member}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a member
         * @description Needs the permission `members:read`.
         */
        get: operations["getMember"];
        put?: never;
        post?: never;
        /**
         * Remove a member
         * @description With the API tokens and the join tokens that they made.
         *
         *     Needs the permission `members:manage`.
         */
        delete: operations["removeMember"];
        options?: never;
        head?: never;
        /**
         * Give a member another role
         * @description One that holds no more than the caller's own. Owners alone make owners, and change them; the last one stays.
         *
         *     Needs the permission `members:manage`.
         */
        patch: operations["updateMember"];
        trace?: never;
    };
    "/v1/organizations/{organization}/permissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what a role may hold
         * @description For every member of the organization, and its API tokens.
         */
        get: operations["listPermissions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{organization}/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the roles
         * @description Needs the permission `roles:read`.
         */
        get: operations["listRoles"];
        put?: never;
        /**
         * Make a role
         * @description With permissions that the caller has.
         *
         *     Needs the permission `roles:manage`.
         */
        post: operations["createRole"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{organization}/roles/{role}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a role
         * @description Needs the permission `roles:read`.
         */
        get: operations["getRole"];
        put?: never;
        post?: never;
        /**
         * Delete a role
         * @description Refused while a member or an open invitation has it.
         *
         *     Needs the permission `roles:manage`.
         */
        delete: operations["deleteRole"];
        options?: never;
        head?: never;
        /**
         * Change a role
         * @description With the next request of its members. The roles owner and member stay as they are.
         *
         *     Needs the permission `roles:manage`.
         */
        patch: operations["updateRole"];
        trace?: never;
    };
    "/v1/organizations/{organization}/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the tokens
         * @description Of one kind, the newest first; without their secret.
         *
         *     Needs the permission `tokens:read`.
         */
        get: operations["listTokens"];
        put?: never;
        /**
         * Make a token
         * @description It holds no more than its maker does: an API token its scopes, as long as they hold them themselves; a deployment token needs `kickoffs:manage`, a join token (one use, one hour) `workers:manage`.
         *
         *     Needs the permission `tokens:manage`.
         */
        post: operations["createToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{organization}/tokens/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what is known of a token
         * @description Needs the permission `tokens:read`.
         */
        get: operations["getToken"];
        put?: never;
        post?: never;
        /**
         * Revoke a token
         * @description With the next request it opens nothing.
         *
         *     Needs the permission `tokens:manage`.
         */
        delete: operations["revokeToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{organization}/trust": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Write the set-up of a trust
         * @description Before there is a workload identity config: its fields are what the set-up prints.
         *
         *     Needs the permission `workload_identity_configs:read`.
         */
        get: operations["getTrust"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{organization}/variables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the environment variables
         * @description Needs the permission `environment_variables:read`.
         */
        get: operations["listVariables"];
        put?: never;
        /**
         * Make an environment variable
         * @description Needs the permission `environment_variables:manage`.
         */
        post: operations["createVariable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{organization}/variables/{variable}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an environment variable
         * @description Needs the permission `environment_variables:read`.
         */
        get: operations["getVariable"];
        put?: never;
        post?: never;
        /**
         * Delete an environment variable
         * @description Needs the permission `environment_variables:manage`.
         */
        delete: operations["deleteVariable"];
        options?: never;
        head?: never;
        /**
         * Change an environment variable
         * @description A merge patch. A secret by workload identity is read as of the next kickoff; a direct or static value as of the next deployment.
         *
         *     Needs the permission `environment_variables:manage`.
         */
        patch: operations["updateVariable"];
        trace?: never;
    };
    "/v1/organizations/{organization}/variables/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import environment variables
         * @description The rows of a .env file, each with where its value comes from. Every row is told; all of them are written, or none.
         *
         *     Needs the permission `environment_variables:manage`.
         */
        post: operations["importVariables"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{organization}/workers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the workers
         * @description Needs the permission `workers:read`.
         */
        get: operations["listWorkers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{organization}/workers/{worker}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a worker
         * @description Its token opens nothing any more, and what it runs counts as lost.
         *
         *     Needs the permission `workers:manage`.
         */
        delete: operations["removeWorker"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{organization}/workload-identity-configs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the workload identity configs
         * @description Needs the permission `workload_identity_configs:read`.
         */
        get: operations["listWorkloadIdentityConfigs"];
        put?: never;
        /**
         * Make a workload identity config
         * @description Needs the permission `workload_identity_configs:manage`.
         */
        post: operations["createWorkloadIdentityConfig"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{organization}/workload-identity-configs/{config}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a workload identity config
         * @description Needs the permission `workload_identity_configs:read`.
         */
        get: operations["getWorkloadIdentityConfig"];
        put?: never;
        post?: never;
        /**
         * Delete a workload identity config
         * @description Refused while a credential uses it; the answer lists them.
         *
         *     Needs the permission `workload_identity_configs:manage`.
         */
        delete: operations["deleteWorkloadIdentityConfig"];
        options?: never;
        head?: never;
        /**
         * Change a workload identity config
         * @description A merge patch. Stored secrets of credentials that use it belong to the settings they were typed for: after a change of the settings they must be typed again.
         *
         *     Needs the permission `workload_identity_configs:manage`.
         */
        patch: operations["updateWorkloadIdentityConfig"];
        trace?: never;
    };
    "/v1/organizations/{organization}/workload-identity-configs/{config}/token-preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Preview the claims of a config’s tokens
         * @description Needs the permission `workload_identity_configs:read`.
         */
        get: operations["previewToken"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{organization}/workload-identity-configs/{config}/trust": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Write the trust of a workload identity config
         * @description Needs the permission `workload_identity_configs:read`.
         */
        get: operations["getTrustOfConfig"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{organization}/workload-identity-configs/from-outputs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read what a set-up printed
         * @description Takes it whole, as it was printed, with the choices that it was written with; gives the settings of the workload identity config and the store of its credential. Saves nothing.
         *
         *     Needs the permission `workload_identity_configs:read`.
         */
        post: operations["readTrustOutputs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/platform/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the audit log of the platform
         * @description The newest entry first.
         *
         *     For administrators of the platform.
         */
        get: operations["listPlatformAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/platform/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export the audit log of the platform
         * @description NDJSON, the oldest entry first. `carnet audit verify` checks the chain.
         *
         *     For administrators of the platform.
         */
        get: operations["exportPlatformAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/platform/organizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List all organizations, the deleted ones too
         * @description For administrators of the platform.
         */
        get: operations["listAllOrganizations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the providers of this platform
         * @description For every person who signed in, and every API token.
         */
        get: operations["listProviders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers/{provider}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the schemas of a provider
         * @description For every person who signed in, and every API token.
         */
        get: operations["getProvider"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sign-in-links/redeem": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in with a link
         * @description Once, within ten minutes. Sets the cookie of the session; with `bearer` it sets none, and answers with the token of the session.
         *
         *     Needs no credential.
         */
        post: operations["redeemSignInLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/worker/claims": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Wait for something to do
         * @description Waits for up to `waitSeconds`. 204: there is nothing.
         *
         *     For workers.
         */
        post: operations["claimWork"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/worker/join": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Become a worker
         * @description Uses the join token up.
         *
         *     For a worker that joins.
         */
        post: operations["joinWorker"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/worker/kickoffs/{kickoff}/heartbeat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Keep the lease of a kickoff
         * @description 409 LEASE_LOST: stop the command.
         *
         *     For workers.
         */
        post: operations["renewLease"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/worker/kickoffs/{kickoff}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add lines to the log of a kickoff
         * @description In their order, masked. Lines that were written before are not written again.
         *
         *     For workers.
         */
        post: operations["writeLog"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/worker/kickoffs/{kickoff}/result": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report how a kickoff ended
         * @description Said again, it is answered in the same way.
         *
         *     For workers.
         */
        post: operations["reportResult"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/worker/kickoffs/{kickoff}/subject-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get a subject token
         * @description For a workload identity config of the kickoff. Audience and subject follow from what is stored.
         *
         *     For workers.
         */
        post: operations["createSubjectToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/worker/tasks/{task}/answers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Answer a task
         * @description One JSON object a line, as it comes; the last says `done`.
         *
         *     For workers.
         */
        post: operations["answerTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
};
export type webhooks = Record<string, never>;
export type components = {
    schemas: {
        AcceptedInvitation: {
            organizationId: string;
        };
        AuditEntry: {
            action: string;
            actor: {
                id: string | null;
                /** @enum {string} */
                kind: "person" | "token" | "worker" | "platform";
                name: string | null;
            };
            address: string | null;
            /** @description ISO 8601. */
            at: string;
            details: {
                [key: string]: string | number | boolean | null;
            };
            hash: string;
            /** @description Whether it was written down later, because the database was away. */
            late: boolean;
            previousHash: string;
            requestId: string | null;
            /** @description The id of the organization, or `platform`. */
            scope: string;
            sequence: number;
            target: {
                id: string | null;
                kind: string;
                name: string | null;
            } | null;
        };
        Automation: {
            archivedAt: string | null;
            /** @description Program and arguments, at most 128 KiB. No shell reads them. */
            command: string[];
            /** @description The most kickoffs of it that run at once. Null: no limit of its own. */
            concurrency: number | null;
            createdAt: string;
            id: string;
            /** @description The number of the newest deployment. */
            lastDeployment: number | null;
            name: string;
            /** @description A worker of this version or a newer one runs it. */
            requiredWorkerVersion: string | null;
            timeoutSeconds: number;
            updatedAt: string;
            version: number;
        };
        AutomationPatch: {
            /** @description Program and arguments, at most 128 KiB. No shell reads them. */
            command?: string[];
            /** @description The most kickoffs of it that run at once. Null: no limit of its own. */
            concurrency?: number | null;
            name?: string;
            /** @description A worker of this version or a newer one runs it. */
            requiredWorkerVersion?: string | null;
            timeoutSeconds?: number;
        };
        CheckedSecret: {
            durationMs: number;
            fingerprint: string;
            notAfter: string | null;
            reference: string;
            version: string;
        };
        ClaimAnswer: {
            job: {
                [key: string]: unknown;
            };
            /** @constant */
            type: "kickoff";
        } | {
            task: {
                [key: string]: unknown;
            };
            /** @constant */
            type: "task";
        };
        ClaimRequest: {
            facts: components["schemas"]["WorkerFacts"];
            /** @description How many kickoffs it could start now. Tasks are handed out even at 0. */
            free: number;
            waitSeconds: number;
            workerVersion: string;
        };
        ConnectionTestRequest: {
            /** @description Whose subject the token carries, where the config’s subject is an automation’s. */
            automation?: string;
            /** @description Also asks whether strangers are refused: it presents two tokens that must be refused, one of an organization that there is not and one for an audience of nobody, and both refusals stay in the cloud’s own log. Once for each version of a config, at most once an hour. */
            probe?: boolean;
            /** @description Must be true for a probe. */
            probeUnderstood?: boolean;
            /** @description A secret to read too. Its value is not shown. */
            reference?: string;
            /** @description What the cloud’s own list command printed, parsed. */
            registered?: unknown[];
            /** @description A connected worker that does it in place of the platform; required where the store’s address is free. */
            worker?: string;
        };
        Credential: {
            createdAt: string;
            /** @description What variables with the provider’s default read through. */
            default: boolean;
            id: string;
            lastTest: {
                at: string;
                /** @enum {string} */
                status: "pass" | "warn" | "fail";
            } | null;
            /** @description One of the provider’s methods. `workload-identity` stores no secret. */
            method: string;
            name: string;
            provider: string;
            /** @description The secret fields that are stored. */
            secretNames: string[];
            /** @description Whether its target changed since its secrets were typed: until they are typed again, it is not used. */
            secretsMustBeTyped: boolean;
            /** @description The method’s fields that are not secret. */
            settings: {
                [key: string]: string | number | boolean;
            };
            /** @description The store’s address: the fields of the provider’s store schema. */
            store: {
                [key: string]: string | number | boolean;
            };
            updatedAt: string;
            /** @description The first 100 variables and deployments. */
            usedBy: {
                id: string;
                kind: string;
                name: string;
            }[];
            version: number;
            /** @description Of the method workload-identity alone. Left out: the default of its kind. */
            workloadIdentityConfigId: string | null;
            /** @description Whether secrets may be written and removed through it. */
            writable: boolean;
        };
        CredentialPatch: {
            /** @description What variables with the provider’s default read through. */
            default?: boolean;
            /** @description One of the provider’s methods. `workload-identity` stores no secret. */
            method?: string;
            name?: string;
            provider?: string;
            /** @description The method’s secret fields. Never sent back. Blank or left out keeps what is stored for this target, null drops it. */
            secrets?: {
                [key: string]: string | null;
            };
            settings?: {
                [key: string]: string | number | boolean | null;
            };
            store?: {
                [key: string]: string | number | boolean | null;
            };
            /** @description Of the method workload-identity alone. Left out: the default of its kind. */
            workloadIdentityConfigId?: string | null;
            /** @description Whether secrets may be written and removed through it. */
            writable?: boolean;
        };
        Deployment: {
            automation: string;
            command: string[];
            concurrency: number | null;
            createdAt: string;
            createdBy: string | null;
            id: string;
            number: number;
            requiredWorkerVersion: string | null;
            /** @enum {string} */
            status: "active" | "superseded";
            supersededAt: string | null;
            timeoutSeconds: number;
            variables: {
                credential: string | null;
                /** @description Of a direct or baked value; null where each kickoff reads it, or where it was destroyed. */
                fingerprint: string | null;
                name: string;
                optional: boolean;
                /** @enum {string} */
                path: "direct" | "static" | "workload-identity";
                provider: string | null;
                reference: string | null;
                version: string | null;
            }[];
        };
        EffectiveVariable: {
            /** @description Sets a name that is harmful for some programs: proxies, certificate authorities, GIT_*, npm_config_*. It is audited. */
            allow: boolean;
            credentialId: string | null;
            /** @enum {string} */
            encoding: "utf8" | "base64";
            id: string;
            /** @description As the command sees it. */
            name: string;
            /** @description Unset where the secret is not found. Denied, throttled and unreachable still fail. */
            optional: boolean;
            /** @description The variable of all automations that it goes before. */
            overrides: string | null;
            problem: string | null;
            /** @description Where the source is `default`. */
            provider: string | null;
            /** @description `name#json_key@version`, key and version optional. */
            reference: string | null;
            /**
             * @description The value itself, or the path of a file that holds its bytes.
             * @enum {string}
             */
            sink: "environment" | "file";
            /**
             * @description A value given here, a secret through the provider’s default credential, or one through a named credential.
             * @enum {string}
             */
            source: "direct" | "default" | "credential";
        };
        ExportedDocument: {
            automations: ({
                name: string;
            } & {
                [key: string]: unknown;
            })[];
            credentials: ({
                name: string;
            } & {
                [key: string]: unknown;
            })[];
            variables: ({
                name: string;
            } & {
                [key: string]: unknown;
            })[];
            /** @constant */
            version: 1;
            workloadIdentityConfigs: ({
                name: string;
            } & {
                [key: string]: unknown;
            })[];
        };
        HeartbeatRequest: {
            /** @description As the claim gave it. */
            fence: number;
            /** @enum {string} */
            phase: "resolving" | "running";
            steps: components["schemas"]["ReportedStep"][];
        };
        Invitation: {
            /** @description ISO 8601. */
            createdAt: string;
            email: string;
            /** @description ISO 8601. */
            expiresAt: string;
            id: string;
            /** @description The id of the user. */
            invitedBy: string;
            roleId: string;
            /** @enum {string} */
            status: "open" | "accepted" | "revoked" | "expired";
        };
        InvitationAcceptance: {
            /** @description What stands behind # in the link. */
            token: string;
        };
        InvitationToken: {
            /** @description What stands behind # in the link. */
            token: string;
        };
        InvitedSignUp: {
            name: string;
            password: string;
            /** @description What stands behind # in the link. */
            token: string;
        };
        JobError: {
            code: string;
            docsUrl: string;
            hint: string;
            message: string;
            /** @description Whether the same kickoff may pass later with nothing changed. */
            retryable?: boolean;
        };
        JobFailure: {
            code: string;
            credential: string | null;
            diagnosis: {
                cause: string;
                command?: string;
                cure: string;
                sent?: {
                    [key: string]: string;
                };
                /** @enum {string} */
                severity: "error" | "warning";
            };
            docsUrl: string;
            hint: string;
            message: string;
            /** @description Whether the same kickoff may pass later with nothing changed. */
            retryable?: boolean;
            variables: string[];
        };
        JoinAnswer: {
            organizationId: string;
            /** @description Shown once. */
            token: string;
            workerId: string;
        };
        JoinRequest: {
            facts: components["schemas"]["WorkerFacts"];
            name: string;
            workerVersion: string;
        };
        Kickoff: {
            automation: {
                id: string;
                name: string;
            };
            cancelRequested: boolean;
            claimedAt: string | null;
            createdAt: string;
            deployment: {
                id: string;
                number: number;
            } | null;
            endedAt: string | null;
            error: components["schemas"]["JobError"] | null;
            exitCode: number | null;
            id: string;
            /** @enum {string} */
            kind: "deployment" | "local";
            /** @description `user:<id>` or `token:<id>`. */
            requestedBy: string;
            rerunOf: string | null;
            startedAt: string | null;
            /** @enum {string} */
            status: "queued" | "claimed" | "running" | "succeeded" | "failed" | "cancelled" | "timed_out" | "lost";
            worker: {
                id: string;
                name: string;
            } | null;
        };
        KickoffRecord: {
            automation: {
                id: string;
                name: string;
            };
            cancelRequested: boolean;
            claimedAt: string | null;
            createdAt: string;
            deployment: {
                id: string;
                number: number;
            } | null;
            endedAt: string | null;
            error: components["schemas"]["JobError"] | null;
            exitCode: number | null;
            failures: components["schemas"]["JobFailure"][];
            id: string;
            inputs: unknown;
            /** @enum {string} */
            kind: "deployment" | "local";
            lines: string[];
            logLines: number;
            logTruncated: boolean;
            /** @description `user:<id>` or `token:<id>`. */
            requestedBy: string;
            rerunOf: string | null;
            startedAt: string | null;
            /** @enum {string} */
            status: "queued" | "claimed" | "running" | "succeeded" | "failed" | "cancelled" | "timed_out" | "lost";
            steps: components["schemas"]["KickoffStep"][];
            variables: {
                /** @description Whether the fingerprint differs from that of the run before; null in the first. */
                changed: boolean | null;
                credential: string | null;
                durationMs: number | null;
                fingerprint: string | null;
                name: string;
                /** @enum {string} */
                path: "direct" | "static" | "workload-identity";
                previousFingerprint: string | null;
                previousVersion: string | null;
                provider: string | null;
                reference: string | null;
                version: string | null;
            }[];
            waiting: {
                /** @enum {string} */
                code: "WORKER_NOT_CONNECTED" | "WORKER_TOO_OLD";
                message: string;
            } | null;
            worker: {
                id: string;
                name: string;
            } | null;
        };
        KickoffStep: {
            /** @description By the clock of the worker. */
            at: string;
            /** @description Milliseconds. */
            durationMs: number | null;
            /** @description Of a token that was not given or an exchange that was refused: why. */
            errorCode?: string;
            exchange?: "new" | {
                reusedFrom: string;
            };
            /** @enum {string} */
            name: "claimed" | "token" | "exchange" | "secrets" | "command";
            secrets?: number;
            workloadIdentity?: string;
        };
        ListedCredential: {
            createdAt: string;
            /** @description What variables with the provider’s default read through. */
            default: boolean;
            id: string;
            lastTest: {
                at: string;
                /** @enum {string} */
                status: "pass" | "warn" | "fail";
            } | null;
            /** @description One of the provider’s methods. `workload-identity` stores no secret. */
            method: string;
            name: string;
            provider: string;
            /** @description The secret fields that are stored. */
            secretNames: string[];
            /** @description The method’s fields that are not secret. */
            settings: {
                [key: string]: string | number | boolean;
            };
            /** @description The store’s address: the fields of the provider’s store schema. */
            store: {
                [key: string]: string | number | boolean;
            };
            updatedAt: string;
            version: number;
            /** @description Of the method workload-identity alone. Left out: the default of its kind. */
            workloadIdentityConfigId: string | null;
            /** @description Whether secrets may be written and removed through it. */
            writable: boolean;
        };
        LocalRun: {
            automation: {
                id: string;
                name: string;
            };
            command: string[];
            credentials: {
                [key: string]: {
                    name: string;
                    provider: string;
                    store: {
                        [key: string]: string | number | boolean;
                    };
                    workloadIdentity: string;
                };
            };
            /** @description Until when it gives subject tokens. */
            expiresAt: string;
            fingerprintKeys: {
                [key: string]: string;
            };
            providers: {
                id: string;
                package: string | null;
            }[];
            runId: string;
            skipped: {
                name: string;
                reason: string;
            }[];
            timeoutSeconds: number;
            /** @description Shown once. It opens this run alone. */
            token: string;
            variables: {
                allow: boolean;
                /** @enum {string} */
                as: "environment" | "file";
                credential: string;
                /** @enum {string} */
                encoding: "utf8" | "base64";
                name: string;
                optional: boolean;
                /** @constant */
                path: "workload-identity";
                reference: string;
            }[];
            workloadIdentities: {
                [key: string]: {
                    kind: string;
                    name: string;
                    settings: {
                        [key: string]: string | number | boolean;
                    };
                    subject: string;
                    version: number;
                };
            };
        };
        LocalRunResult: {
            error?: components["schemas"]["JobError"];
            exitCode: number | null;
            failures?: components["schemas"]["JobFailure"][];
            /** @default [] */
            lines?: string[];
            /** @enum {string} */
            outcome: "succeeded" | "failed" | "cancelled";
            /** @default [] */
            steps?: components["schemas"]["ReportedStep"][];
            /** @default [] */
            variables?: {
                credential: string | null;
                /** @description Milliseconds. */
                durationMs: number | null;
                fingerprint: string | null;
                name: string;
                version: string | null;
            }[];
        };
        LocalSubjectTokenRequest: {
            renew?: boolean;
            workloadIdentity: string;
        };
        LogLine: {
            at: string;
            sequence: number;
            /** @enum {string} */
            stream: "stdout" | "stderr" | "carnet";
            text: string;
        };
        LogRequest: {
            /** @description As the claim gave it. */
            fence: number;
            lines: {
                /** @description Epoch milliseconds. */
                at: number;
                sequence: number;
                /** @enum {string} */
                stream: "stdout" | "stderr" | "carnet";
                text: string;
            }[];
        };
        MadeInvitation: {
            /** @description ISO 8601. */
            createdAt: string;
            email: string;
            /** @description ISO 8601. */
            expiresAt: string;
            id: string;
            /** @description The id of the user. */
            invitedBy: string;
            /** @description Shown once. Whoever opens it must have the invited e-mail. */
            link: string;
            roleId: string;
            /** @enum {string} */
            status: "open" | "accepted" | "revoked" | "expired";
        };
        MadeToken: {
            /** @description Of a deployment token. */
            automationId: string | null;
            /** @description ISO 8601. */
            createdAt: string;
            /** @description The id of the user. */
            createdBy: string | null;
            expiresAt: string | null;
            id: string;
            /** @enum {string} */
            kind: "api" | "deployment" | "join";
            lastUsedAt: string | null;
            name: string;
            /** @description Of an API token. */
            scopes: ("secret_providers:read" | "secret_providers:manage" | "workload_identity_configs:read" | "workload_identity_configs:manage" | "environment_variables:read" | "environment_variables:manage" | "secret_values:read" | "secret_values:manage" | "automations:read" | "automations:manage" | "deployments:read" | "deployments:manage" | "kickoffs:read" | "kickoffs:manage" | "workers:read" | "workers:manage" | "members:read" | "members:manage" | "roles:read" | "roles:manage" | "tokens:read" | "tokens:manage" | "audit:read" | "audit:manage" | "automations:run_locally")[];
            /** @enum {string} */
            status: "active" | "expired" | "used" | "revoked";
            /** @description Shown once. */
            token: string;
        };
        Me: {
            /** @description Of the platform; it opens no organization. */
            administrator: boolean;
            /** @description Of a person. */
            email: string | null;
            id: string;
            /** @enum {string} */
            kind: "person" | "api";
            name: string;
            /** @description At most 1,000. */
            organizations: {
                id: string;
                name: string;
                owner: boolean;
                permissions: ("secret_providers:read" | "secret_providers:manage" | "workload_identity_configs:read" | "workload_identity_configs:manage" | "environment_variables:read" | "environment_variables:manage" | "secret_values:read" | "secret_values:manage" | "automations:read" | "automations:manage" | "deployments:read" | "deployments:manage" | "kickoffs:read" | "kickoffs:manage" | "workers:read" | "workers:manage" | "members:read" | "members:manage" | "roles:read" | "roles:manage" | "tokens:read" | "tokens:manage" | "audit:read" | "audit:manage" | "automations:run_locally")[];
                role: {
                    id: string;
                    name: string;
                };
            }[];
        };
        Member: {
            /** @description ISO 8601. */
            createdAt: string;
            email: string;
            id: string;
            name: string;
            /** @description What they may do now. */
            permissions: ("secret_providers:read" | "secret_providers:manage" | "workload_identity_configs:read" | "workload_identity_configs:manage" | "environment_variables:read" | "environment_variables:manage" | "secret_values:read" | "secret_values:manage" | "automations:read" | "automations:manage" | "deployments:read" | "deployments:manage" | "kickoffs:read" | "kickoffs:manage" | "workers:read" | "workers:manage" | "members:read" | "members:manage" | "roles:read" | "roles:manage" | "tokens:read" | "tokens:manage" | "audit:read" | "audit:manage" | "automations:run_locally")[];
            role: {
                id: string;
                /** @enum {string} */
                kind: "owner" | "member" | "custom";
                name: string;
            };
            userId: string;
            version: number;
        };
        MemberPatch: {
            /** Format: uuid */
            roleId: string;
        };
        NewAutomation: {
            /** @description Program and arguments, at most 128 KiB. No shell reads them. */
            command: string[];
            /**
             * @description The most kickoffs of it that run at once. Null: no limit of its own.
             * @default null
             */
            concurrency?: number | null;
            name: string;
            /**
             * @description A worker of this version or a newer one runs it.
             * @default null
             */
            requiredWorkerVersion?: string | null;
            /** @default 3600 */
            timeoutSeconds?: number;
        };
        NewCredential: {
            /**
             * @description What variables with the provider’s default read through.
             * @default false
             */
            default?: boolean;
            /** @description One of the provider’s methods. `workload-identity` stores no secret. */
            method: string;
            name: string;
            provider: string;
            /**
             * @description The method’s secret fields. Never sent back. Blank or left out keeps what is stored for this target, null drops it.
             * @default {}
             */
            secrets?: {
                [key: string]: string | null;
            };
            /**
             * @description The method’s fields that are not secret.
             * @default {}
             */
            settings?: {
                [key: string]: string | number | boolean;
            };
            /**
             * @description The store’s address: the fields of the provider’s store schema.
             * @default {}
             */
            store?: {
                [key: string]: string | number | boolean;
            };
            /** @description Of the method workload-identity alone. Left out: the default of its kind. */
            workloadIdentityConfigId?: string | null;
            /**
             * @description Whether secrets may be written and removed through it.
             * @default false
             */
            writable?: boolean;
        };
        NewDeployment: {
            /**
             * Format: uuid
             * @description The worker that reads from stores whose address is free.
             */
            worker?: string;
        };
        NewInvitation: {
            /** Format: email */
            email: string;
            /** Format: uuid */
            roleId: string;
        };
        NewKickoff: {
            /**
             * @description What the command gets on its standard input.
             * @default {}
             */
            inputs?: {
                [key: string]: unknown;
            };
        };
        NewOrganization: {
            name: string;
        };
        NewPassword: {
            current?: string;
            password: string;
        };
        NewRole: {
            name: string;
            permissions: ("secret_providers:read" | "secret_providers:manage" | "workload_identity_configs:read" | "workload_identity_configs:manage" | "environment_variables:read" | "environment_variables:manage" | "secret_values:read" | "secret_values:manage" | "automations:read" | "automations:manage" | "deployments:read" | "deployments:manage" | "kickoffs:read" | "kickoffs:manage" | "workers:read" | "workers:manage" | "members:read" | "members:manage" | "roles:read" | "roles:manage" | "tokens:read" | "tokens:manage" | "audit:read" | "audit:manage" | "automations:run_locally")[];
        };
        NewToken: {
            /** @default 7776000 */
            expiresInSeconds?: number;
            /** @constant */
            kind: "api";
            name: string;
            scopes: ("secret_providers:read" | "secret_providers:manage" | "workload_identity_configs:read" | "workload_identity_configs:manage" | "environment_variables:read" | "environment_variables:manage" | "secret_values:read" | "secret_values:manage" | "automations:read" | "automations:manage" | "deployments:read" | "deployments:manage" | "kickoffs:read" | "kickoffs:manage" | "workers:read" | "workers:manage" | "members:read" | "members:manage" | "roles:read" | "roles:manage" | "tokens:read" | "tokens:manage" | "audit:read" | "audit:manage" | "automations:run_locally")[];
        } | {
            /** Format: uuid */
            automationId: string;
            /** @description Without it the token lives until it is revoked. */
            expiresInSeconds?: number;
            /** @constant */
            kind: "deployment";
            name: string;
        } | {
            /** @constant */
            kind: "join";
            name: string;
        };
        NewVariable: {
            /**
             * @description Sets a name that is harmful for some programs: proxies, certificate authorities, GIT_*, npm_config_*. It is audited.
             * @default false
             */
            allow?: boolean;
            /**
             * @description Which automations get it. One of an automation goes before one of all.
             * @default all
             */
            automations?: "all" | string[];
            /** @default null */
            credentialId?: string | null;
            /**
             * @default utf8
             * @enum {string}
             */
            encoding?: "utf8" | "base64";
            /** @description As the command sees it. */
            name: string;
            /**
             * @description Unset where the secret is not found. Denied, throttled and unreachable still fail.
             * @default false
             */
            optional?: boolean;
            /**
             * @description Where the source is `default`.
             * @default null
             */
            provider?: string | null;
            /**
             * @description `name#json_key@version`, key and version optional.
             * @default null
             */
            reference?: string | null;
            /**
             * @description The value itself, or the path of a file that holds its bytes.
             * @default environment
             * @enum {string}
             */
            sink?: "environment" | "file";
            /**
             * @description A value given here, a secret through the provider’s default credential, or one through a named credential.
             * @enum {string}
             */
            source: "direct" | "default" | "credential";
            /**
             * @description Of a direct value. Never sent back; left out, what is stored stays.
             * @default null
             */
            value?: string | null;
        };
        NewWorkloadIdentityConfig: {
            /**
             * @description Which automations may use it.
             * @default all
             */
            automations?: "all" | string[];
            /**
             * @description What a form offers first. The one that was the default of this kind before is none any more.
             * @default false
             */
            default?: boolean;
            /** @description Which cloud’s identity it is: one of the kinds of GET /v1/providers. Settled when it is made. */
            kind: string;
            name: string;
            /**
             * @description Whether the tokens name the organization’s own issuer.
             * @default false
             */
            organizationIssuer?: boolean;
            /** @description The fields of the kind’s schema. */
            settings: {
                [key: string]: string | number | boolean;
            };
            /**
             * @description Whose subject the tokens carry.
             * @default organization
             * @enum {string}
             */
            subject?: "organization" | "automation";
            /**
             * @description Null: as the issuer is set.
             * @default null
             */
            tokenLifetimeSeconds?: number | null;
        };
        OpenInvitation: {
            email: string;
            /** @description ISO 8601. */
            expiresAt: string;
            organizationName: string;
        };
        Organization: {
            /** @description ISO 8601. */
            createdAt: string;
            id: string;
            name: string;
            /** @description ISO 8601. */
            updatedAt: string;
            version: number;
        };
        OrganizationDocument: {
            /** @default [] */
            automations?: {
                command: string[];
                /** @default null */
                concurrency?: number | null;
                name: string;
                /** @default null */
                requiredWorkerVersion?: string | null;
                /** @default 3600 */
                timeoutSeconds?: number;
            }[];
            /** @default [] */
            credentials?: {
                /** @default false */
                default?: boolean;
                method: string;
                name: string;
                provider: string;
                /** @description Left out: as they are stored. */
                secrets?: {
                    [key: string]: string | null;
                };
                /** @default {} */
                settings?: {
                    [key: string]: string | number | boolean;
                };
                /** @default {} */
                store?: {
                    [key: string]: string | number | boolean;
                };
                /** @default null */
                workloadIdentityConfig?: string | null;
                /** @default false */
                writable?: boolean;
            }[];
            /** @default [] */
            variables?: {
                /** @default false */
                allow?: boolean;
                /** @default all */
                automations?: "all" | string[];
                /** @default null */
                credential?: string | null;
                /**
                 * @default utf8
                 * @enum {string}
                 */
                encoding?: "utf8" | "base64";
                name: string;
                /** @default false */
                optional?: boolean;
                /** @default null */
                provider?: string | null;
                /** @default null */
                reference?: string | null;
                /**
                 * @default environment
                 * @enum {string}
                 */
                sink?: "environment" | "file";
                /** @enum {string} */
                source: "direct" | "default" | "credential";
                /** @description Left out: as it is stored. */
                value?: string | null;
            }[];
            /** @constant */
            version: 1;
            /** @default [] */
            workloadIdentityConfigs?: {
                /** @default all */
                automations?: "all" | string[];
                /** @default false */
                default?: boolean;
                kind: string;
                name: string;
                /** @default false */
                organizationIssuer?: boolean;
                settings: {
                    [key: string]: string | number | boolean;
                };
                /**
                 * @default organization
                 * @enum {string}
                 */
                subject?: "organization" | "automation";
                /** @default null */
                tokenLifetimeSeconds?: number | null;
            }[];
        };
        OrganizationPatch: {
            name: string;
        };
        Permissions: {
            items: {
                /** @enum {string} */
                permission: "secret_providers:read" | "secret_providers:manage" | "workload_identity_configs:read" | "workload_identity_configs:manage" | "environment_variables:read" | "environment_variables:manage" | "secret_values:read" | "secret_values:manage" | "automations:read" | "automations:manage" | "deployments:read" | "deployments:manage" | "kickoffs:read" | "kickoffs:manage" | "workers:read" | "workers:manage" | "members:read" | "members:manage" | "roles:read" | "roles:manage" | "tokens:read" | "tokens:manage" | "audit:read" | "audit:manage" | "automations:run_locally";
                sentence: string;
            }[];
        };
        PlannedChange: {
            /** @enum {string} */
            action: "create" | "update" | "unchanged" | "delete";
            fields: string[];
            /** @enum {string} */
            kind: "automation" | "workload_identity_config" | "credential" | "variable";
            name: string;
        };
        PlatformOrganization: {
            /** @description ISO 8601. */
            createdAt: string;
            deletedAt: string | null;
            id: string;
            name: string;
        };
        /** @description What went wrong (RFC 9457). */
        Problem: {
            /** @description Stable: programs go by it. */
            code: string;
            /** @description What happened this time, in one sentence. */
            detail: string;
            /** @description What a provider found out about the failure. */
            diagnosis?: {
                [key: string]: unknown;
            };
            /** @description What to do about it. */
            hint: string;
            /** @description The fields that are wrong, all at once. */
            problems?: {
                /** @description `store.vaultUrl` */
                field: string;
                message: string;
            }[];
            /** @description Under which the log of the server speaks of this request. */
            requestId?: string;
            status: number;
            /** @description What the code means, always the same. */
            title: string;
            /**
             * Format: uri
             * @description The page of the code.
             */
            type: string;
        };
        Provider: {
            capabilities: {
                list: boolean;
                remove: boolean;
                trust: boolean;
                write: boolean;
            };
            id: string;
            /** @description The kind of workload identity config that it takes, with the JSON Schema of its fields where the provider defines the kind. */
            identity: ({
                kind: string;
            } & {
                [key: string]: unknown;
            }) | null;
            /** @description How it can be signed in to, each with the JSON Schema of its fields. */
            methods: ({
                id: string;
            } & {
                [key: string]: unknown;
            })[];
            package: {
                name: string;
                version?: string;
            } | null;
            /** @description JSON Schema of the store’s address. */
            store: {
                [key: string]: unknown;
            };
            title: string;
            /** @description JSON Schema of what a trust is asked for, and the formats it is written in. */
            trust: {
                [key: string]: unknown;
            } | null;
        };
        ReportedStep: {
            /** @description Epoch milliseconds. */
            at: number;
            /** @description Milliseconds. */
            durationMs: number | null;
            /** @description Of a token that was not given or an exchange that was refused: why. */
            errorCode?: string;
            exchange?: "new" | {
                reusedFrom: string;
            };
            /** @enum {string} */
            name: "claimed" | "token" | "exchange" | "secrets" | "command";
            secrets?: number;
            workloadIdentity?: string;
        };
        ResultRequest: {
            error?: components["schemas"]["JobError"];
            exitCode: number | null;
            failures?: components["schemas"]["JobFailure"][];
            /** @description As the claim gave it. */
            fence: number;
            lines: string[];
            logTruncated: boolean;
            /** @enum {string} */
            outcome: "succeeded" | "failed" | "cancelled" | "timed_out" | "refused";
            steps: components["schemas"]["ReportedStep"][];
            variables: {
                credential: string | null;
                /** @description Milliseconds. */
                durationMs: number | null;
                fingerprint: string | null;
                name: string;
                version: string | null;
            }[];
        };
        Role: {
            /** @description ISO 8601. */
            createdAt: string;
            /** @description What it can do, in sentences. */
            describe: string[];
            id: string;
            /** @enum {string} */
            kind: "owner" | "member" | "custom";
            name: string;
            /** @description Of an owner: all. */
            permissions: ("secret_providers:read" | "secret_providers:manage" | "workload_identity_configs:read" | "workload_identity_configs:manage" | "environment_variables:read" | "environment_variables:manage" | "secret_values:read" | "secret_values:manage" | "automations:read" | "automations:manage" | "deployments:read" | "deployments:manage" | "kickoffs:read" | "kickoffs:manage" | "workers:read" | "workers:manage" | "members:read" | "members:manage" | "roles:read" | "roles:manage" | "tokens:read" | "tokens:manage" | "audit:read" | "audit:manage" | "automations:run_locally")[];
            /** @description ISO 8601. */
            updatedAt: string;
            version: number;
        };
        RolePatch: {
            name?: string;
            permissions?: ("secret_providers:read" | "secret_providers:manage" | "workload_identity_configs:read" | "workload_identity_configs:manage" | "environment_variables:read" | "environment_variables:manage" | "secret_values:read" | "secret_values:manage" | "automations:read" | "automations:manage" | "deployments:read" | "deployments:manage" | "kickoffs:read" | "kickoffs:manage" | "workers:read" | "workers:manage" | "members:read" | "members:manage" | "roles:read" | "roles:manage" | "tokens:read" | "tokens:manage" | "audit:read" | "audit:manage" | "automations:run_locally")[];
        };
        Rotation: {
            after: components["schemas"]["VariableRun"] | null;
            before: components["schemas"]["VariableRun"] | null;
            message: string;
            name: string;
            rotated: boolean;
        };
        SecretNames: {
            code: string | null;
            hint: string | null;
            names: {
                enabled: boolean | null;
                expiresAt: string | null;
                name: string;
            }[];
            /** @description Why there are none to choose from. A name may still be typed. */
            reason: string | null;
            truncated: boolean;
        };
        SignedIn: {
            token: string | null;
        };
        SignInLink: {
            /** @default false */
            bearer?: boolean;
            token: string;
        };
        SubjectTokenAnswer: {
            /** @description Epoch milliseconds. */
            expiresAt: number;
            token: string;
        };
        SubjectTokenRequest: {
            /** @description As the claim gave it. */
            fence: number;
            /** @description Once, after the cloud refused the one before. */
            renew?: boolean;
            workloadIdentity: string;
        };
        TaskAnswer: {
            answer?: unknown;
            done?: boolean;
            failure?: {
                code: string;
                diagnosis?: {
                    cause: string;
                    command?: string;
                    cure: string;
                    sent?: {
                        [key: string]: string;
                    };
                    /** @enum {string} */
                    severity: "error" | "warning";
                };
                docsUrl: string;
                hint: string;
                message: string;
                retryable: boolean;
            };
            rung?: unknown;
        };
        Token: {
            /** @description Of a deployment token. */
            automationId: string | null;
            /** @description ISO 8601. */
            createdAt: string;
            /** @description The id of the user. */
            createdBy: string | null;
            expiresAt: string | null;
            id: string;
            /** @enum {string} */
            kind: "api" | "deployment" | "join";
            lastUsedAt: string | null;
            name: string;
            /** @description Of an API token. */
            scopes: ("secret_providers:read" | "secret_providers:manage" | "workload_identity_configs:read" | "workload_identity_configs:manage" | "environment_variables:read" | "environment_variables:manage" | "secret_values:read" | "secret_values:manage" | "automations:read" | "automations:manage" | "deployments:read" | "deployments:manage" | "kickoffs:read" | "kickoffs:manage" | "workers:read" | "workers:manage" | "members:read" | "members:manage" | "roles:read" | "roles:manage" | "tokens:read" | "tokens:manage" | "audit:read" | "audit:manage" | "automations:run_locally")[];
            /** @enum {string} */
            status: "active" | "expired" | "used" | "revoked";
        };
        TrustText: {
            audience: string;
            format: string;
            formats: {
                id: string;
                title: string;
            }[];
            issuer: string;
            notes: string[];
            subject: string;
            text: string;
        };
        UnsavedConnectionTestRequest: {
            /** @description Whose subject the token carries, where the config’s subject is an automation’s. */
            automation?: string;
            credential?: string;
            /**
             * @description What variables with the provider’s default read through.
             * @default false
             */
            default?: boolean;
            /** @description One of the provider’s methods. `workload-identity` stores no secret. */
            method: string;
            name: string;
            /** @description Also asks whether strangers are refused: it presents two tokens that must be refused, one of an organization that there is not and one for an audience of nobody, and both refusals stay in the cloud’s own log. Once for each version of a config, at most once an hour. */
            probe?: boolean;
            /** @description Must be true for a probe. */
            probeUnderstood?: boolean;
            provider: string;
            /** @description A secret to read too. Its value is not shown. */
            reference?: string;
            /** @description What the cloud’s own list command printed, parsed. */
            registered?: unknown[];
            /**
             * @description The method’s secret fields. Never sent back. Blank or left out keeps what is stored for this target, null drops it.
             * @default {}
             */
            secrets?: {
                [key: string]: string | null;
            };
            /**
             * @description The method’s fields that are not secret.
             * @default {}
             */
            settings?: {
                [key: string]: string | number | boolean;
            };
            /**
             * @description The store’s address: the fields of the provider’s store schema.
             * @default {}
             */
            store?: {
                [key: string]: string | number | boolean;
            };
            /** @description A connected worker that does it in place of the platform; required where the store’s address is free. */
            worker?: string;
            /** @description Of the method workload-identity alone. Left out: the default of its kind. */
            workloadIdentityConfigId?: string | null;
            /**
             * @description Whether secrets may be written and removed through it.
             * @default false
             */
            writable?: boolean;
        };
        Variable: {
            /** @description Sets a name that is harmful for some programs: proxies, certificate authorities, GIT_*, npm_config_*. It is audited. */
            allow: boolean;
            /** @description Which automations get it. One of an automation goes before one of all. */
            automations: "all" | string[];
            createdAt: string;
            credentialId: string | null;
            /** @enum {string} */
            encoding: "utf8" | "base64";
            hasValue: boolean;
            id: string;
            /** @description As the command sees it. */
            name: string;
            /** @description Unset where the secret is not found. Denied, throttled and unreachable still fail. */
            optional: boolean;
            /** @description Where the source is `default`. */
            provider: string | null;
            /** @description `name#json_key@version`, key and version optional. */
            reference: string | null;
            /**
             * @description The value itself, or the path of a file that holds its bytes.
             * @enum {string}
             */
            sink: "environment" | "file";
            /**
             * @description A value given here, a secret through the provider’s default credential, or one through a named credential.
             * @enum {string}
             */
            source: "direct" | "default" | "credential";
            updatedAt: string;
            version: number;
        };
        VariableImport: {
            /**
             * @description Null: for all automations.
             * @default null
             */
            automation?: string | null;
            /** @description In place of `automation`, where they are for several at once. */
            automations?: "all" | string[];
            /** @default false */
            dryRun?: boolean;
            rows: {
                /** @description Left out: as it is stored. */
                allow?: boolean;
                /** @default null */
                credentialId?: string | null;
                /** @description As the command sees it. */
                name: string;
                /**
                 * @description Where the source is `default`.
                 * @default null
                 */
                provider?: string | null;
                /**
                 * @description `name#json_key@version`, key and version optional.
                 * @default null
                 */
                reference?: string | null;
                /**
                 * @description A value given here, a secret through the provider’s default credential, or one through a named credential.
                 * @enum {string}
                 */
                source: "direct" | "default" | "credential";
                /**
                 * @description Of a direct value. Never sent back; left out, what is stored stays.
                 * @default null
                 */
                value?: string | null;
            }[];
        };
        VariablePatch: {
            /** @description Sets a name that is harmful for some programs: proxies, certificate authorities, GIT_*, npm_config_*. It is audited. */
            allow?: boolean;
            /** @description Which automations get it. One of an automation goes before one of all. */
            automations?: "all" | string[];
            credentialId?: string | null;
            /** @enum {string} */
            encoding?: "utf8" | "base64";
            /** @description As the command sees it. */
            name?: string;
            /** @description Unset where the secret is not found. Denied, throttled and unreachable still fail. */
            optional?: boolean;
            /** @description Where the source is `default`. */
            provider?: string | null;
            /** @description `name#json_key@version`, key and version optional. */
            reference?: string | null;
            /**
             * @description The value itself, or the path of a file that holds its bytes.
             * @enum {string}
             */
            sink?: "environment" | "file";
            /**
             * @description A value given here, a secret through the provider’s default credential, or one through a named credential.
             * @enum {string}
             */
            source?: "direct" | "default" | "credential";
            /** @description Of a direct value. Never sent back; left out, what is stored stays. */
            value?: string | null;
        };
        VariableRun: {
            at: string;
            changed: boolean | null;
            credential: string | null;
            fingerprint: string | null;
            kickoff: string;
            /** @enum {string} */
            kind: "deployment" | "local";
            /** @enum {string} */
            path: "direct" | "static" | "workload-identity";
            provider: string | null;
            reference: string | null;
            /** @enum {string} */
            status: "queued" | "claimed" | "running" | "succeeded" | "failed" | "cancelled" | "timed_out" | "lost";
            version: string | null;
        };
        Worker: {
            /** @description Whether it was heard of within the last minute. */
            connected: boolean;
            createdAt: string;
            facts: {
                ownUser: boolean;
                platform: string;
                providers: string[];
                slots: number;
            };
            id: string;
            lastSeenAt: string | null;
            name: string;
            running: number;
            workerVersion: string;
        };
        WorkerFacts: {
            /** @description Whether commands run under a user of their own. */
            ownUser: boolean;
            platform: string;
            providers: string[];
            /** @description How many kickoffs it runs at once. */
            slots: number;
        };
        WorkloadIdentityConfig: {
            /** @description Which automations may use it. */
            automations: "all" | string[];
            createdAt: string;
            /** @description What a form offers first. The one that was the default of this kind before is none any more. */
            default: boolean;
            id: string;
            /** @description Which cloud’s identity it is: one of the kinds of GET /v1/providers. Settled when it is made. */
            kind: string;
            lastTest: {
                at: string;
                credential: string;
                /** @enum {string} */
                status: "pass" | "warn" | "fail";
            } | null;
            name: string;
            /** @description Whether the tokens name the organization’s own issuer. */
            organizationIssuer: boolean;
            /** @description The fields of the kind’s schema. */
            settings: {
                [key: string]: string | number | boolean;
            };
            settingsChangedAt: string;
            /** @description Raised with each change of the settings, of the issuer, of the subject and of the lifetime: a cloud credential that came of an earlier version is not used again. */
            settingsVersion: number;
            /**
             * @description Whose subject the tokens carry.
             * @enum {string}
             */
            subject: "organization" | "automation";
            /** @description What its tokens say. `{automation}` stands for the id of the automation. Null while no provider defines its kind. */
            token: {
                audience: string;
                claims: string[];
                issuer: string;
                subject: string;
            } | null;
            /** @description Null: as the issuer is set. */
            tokenLifetimeSeconds: number | null;
            updatedAt: string;
            /** @description The first 100; in a list, left out. */
            usedBy?: {
                id: string;
                kind: string;
                name: string;
            }[];
            usedByCount: number;
            version: number;
        };
        WorkloadIdentityConfigPatch: {
            /** @description Which automations may use it. */
            automations?: "all" | string[];
            /** @description What a form offers first. The one that was the default of this kind before is none any more. */
            default?: boolean;
            /** @description Which cloud’s identity it is: one of the kinds of GET /v1/providers. Settled when it is made. */
            kind?: string;
            name?: string;
            /** @description Whether the tokens name the organization’s own issuer. */
            organizationIssuer?: boolean;
            settings?: {
                [key: string]: string | number | boolean | null;
            };
            /**
             * @description Whose subject the tokens carry.
             * @enum {string}
             */
            subject?: "organization" | "automation";
            /** @description Null: as the issuer is set. */
            tokenLifetimeSeconds?: number | null;
        };
    };
    responses: {
        /** @description The request is wrong. Codes: `CURSOR_INVALID`, `SETTINGS_INVALID`, `INPUT_INVALID`, `REFERENCE_INVALID`, `SECRET_NAME_COLLISION`, `VARIABLE_NAME_INVALID`, `VARIABLE_NAME_REFUSED`, `VARIABLE_DUPLICATE`, `REQUEST_INVALID`. */
        Problem400: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The credential is missing, unknown or over. Codes: `SIGN_IN_REFUSED`, `TOKEN_EXPIRED`, `REQUEST_UNAUTHENTICATED`. */
        Problem401: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The caller may not do this. Codes: `PERMISSION_DENIED`, `ADMINISTRATOR_REQUIRED`, `OWNER_REQUIRED`, `CREDENTIAL_KIND_WRONG`, `ROLE_BEYOND_OWN`, `REQUEST_ORIGIN_REFUSED`. */
        Problem403: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is nothing that the caller may see. Codes: `RESOURCE_NOT_FOUND`, `AUTOMATION_NOT_FOUND`. */
        Problem404: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It does not fit what is there. Codes: `NAME_TAKEN`, `RESOURCE_IN_USE`, `IDEMPOTENCY_CONFLICT`, `LAST_OWNER`, `ROLE_FIXED`, `NOT_DEPLOYED`, `WORKER_TOO_OLD`, `LEASE_LOST`, `KICKOFF_ENDED`, `STORAGE_NOT_EMPTY`, `CREDENTIAL_READ_ONLY`. */
        Problem409: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It was changed meanwhile. Codes: `VERSION_CONFLICT`. */
        Problem412: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is too large. Codes: `REQUEST_INVALID`. */
        Problem413: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The content-type is not one of this address. Codes: `REQUEST_INVALID`. */
        Problem415: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The Host is not this server. Codes: `REQUEST_INVALID`. */
        Problem421: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It was understood and cannot be done as it stands. Codes: `SECRETS_MUST_BE_TYPED`, `DEFAULT_MISSING`, `WORKLOAD_IDENTITY_NOT_FOR_AUTOMATION`, `DEPLOYMENT_FAILED`, `WORKER_REQUIRED`, `BACKUP_INVALID`, `CONFIG_NOT_FOUND`, `CONFIG_INVALID`, `MANIFEST_INVALID`, `PROVIDER_CONFLICT`, `PROVIDER_NOT_FOUND`, `CREDENTIAL_NOT_FOUND`, `IDENTITY_NOT_FOUND`, `VARIABLE_NOT_FOUND`, `REFUSED_ENVIRONMENT`, `SUBJECT_TOKEN_INVALID`, `TRUST_REJECTED`, `TRUST_TOO_WIDE`, `SIGNATURE_REJECTED`, `CLOCK_SKEW`, `PRINCIPAL_NOT_FOUND`, `STATIC_SECRET_REJECTED`, `EXCHANGE_REJECTED`, `SECRET_NOT_FOUND`, `SECRET_DISABLED`, `ACCESS_DENIED`, `STORE_ADDRESS_REFUSED`, `REDIRECT_REFUSED`, `BATCH_DENIED`, `OPERATION_NOT_SUPPORTED`, `ABORTED`, `PROVIDER_FAULT`, `RESOLUTION_FAILED`, `JSON_KEY_NOT_FOUND`, `SECRET_NOT_TEXT`, `SECRET_HAS_NUL`, `SECRET_TOO_LARGE_FOR_ENV`, `SECRET_FILE_FAILED`, `COMMAND_NOT_FOUND`, `COMMAND_NOT_EXECUTABLE`, `COMMAND_FAILED_TO_START`. */
        Problem422: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description If-Match is missing. Codes: `VERSION_REQUIRED`. */
        Problem428: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many requests. Codes: `ATTEMPTS_EXHAUSTED`, `RATE_LIMITED`, `KICKOFF_LIMIT_REACHED`. */
        Problem429: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The server failed. Codes: `SEAL_BROKEN`, `SEAL_KEY_UNKNOWN`, `UNEXPECTED`. */
        Problem500: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It may pass later. Codes: `WORKER_NOT_CONNECTED`, `STORAGE_UNAVAILABLE`, `STORAGE_NOT_MIGRATED`, `STORAGE_TOO_NEW`, `AUDIT_UNAVAILABLE`, `PROVIDER_HOST_FAILED`, `OVERLOADED`, `SUBJECT_TOKEN_UNAVAILABLE`, `ISSUER_UNREACHABLE`, `TOKEN_ENDPOINT_UNREACHABLE`, `TOKEN_ENDPOINT_FAULT`, `CREDENTIAL_EXPIRED`, `THROTTLED`, `STORE_UNREACHABLE`, `STORE_FAULT`, `DEADLINE_EXCEEDED`, `WORKER_FAILED`. */
        Problem503: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no room left. Codes: `STORAGE_FULL`. */
        Problem507: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /**
         * @description The same key with the same request is answered with what the first one made. Without it, a request that is repeated is done twice.
         * @example nightly-2026-11-22
         */
        IdempotencyKey: string;
        /**
         * @description The ETag of the version to change.
         * @example "3"
         */
        IfMatch: string;
    };
    requestBodies: never;
    headers: {
        /**
         * @description The version. Send it in `If-Match` to change exactly this one.
         * @example "3"
         */
        EntityTag: string;
        /**
         * @description Where the new one stands.
         * @example /v1/organizations/6f9619ff-8b86-4d01-b42d-00c04fc964ff
         */
        Location: string;
        /**
         * @description How many requests the bucket takes at once.
         * @example 600
         */
        RateLimitLimit: number;
        /**
         * @description How many of them are left.
         * @example 599
         */
        RateLimitRemaining: number;
        /**
         * @description Seconds until it is full again.
         * @example 1
         */
        RateLimitReset: number;
        /**
         * @description Under which log and audit speak of this request. A caller may choose it: 1 to 64 of `[A-Za-z0-9_.-]`.
         * @example pXb1mN0yR2uQ5d3k
         */
        RequestId: string;
        /**
         * @description Seconds to wait before the same request may pass.
         * @example 5
         */
        RetryAfter: number;
    };
    pathItems: never;
};
export type $defs = Record<string, never>;
export interface operations {
    getReferencePage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example <!doctype html> */
                    "text/html": unknown;
                };
            };
            400: components["responses"]["Problem400"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getOpenApiDocument: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "openapi": "3.1.1"
                     *     }
                     */
                    "application/json": unknown;
                };
            };
            400: components["responses"]["Problem400"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    acceptInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "carnet_inv_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                 *     }
                 */
                "application/json": components["schemas"]["InvitationAcceptance"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "organizationId": "6f9619ff-8b86-4d01-b42d-00c04fc964ff"
                     *     }
                     */
                    "application/json": components["schemas"]["AcceptedInvitation"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    openInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "carnet_inv_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                 *     }
                 */
                "application/json": components["schemas"]["InvitationToken"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "organizationName": "Acme",
                     *       "email": "ada@example.com",
                     *       "expiresAt": "2026-11-22T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["OpenInvitation"];
                };
            };
            400: components["responses"]["Problem400"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    signUpWithInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "carnet_inv_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                 *       "name": "Ada",
                 *       "password": "twelve characters"
                 *     }
                 */
                "application/json": components["schemas"]["InvitedSignUp"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "organizationId": "6f9619ff-8b86-4d01-b42d-00c04fc964ff"
                     *     }
                     */
                    "application/json": components["schemas"]["AcceptedInvitation"];
                };
            };
            400: components["responses"]["Problem400"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    reportLocalRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "outcome": "succeeded",
                 *       "exitCode": 0
                 *     }
                 */
                "application/json": components["schemas"]["LocalRunResult"];
            };
        };
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    createLocalRunSubjectToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "workloadIdentity": "6f9619ff-8b86-4d01-b42d-00c04fc964ff"
                 *     }
                 */
                "application/json": components["schemas"]["LocalSubjectTokenRequest"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "token": "eyJhbGciOiJSUzI1NiJ9.e30.c2ln",
                     *       "expiresAt": 1795349100000
                     *     }
                     */
                    "application/json": components["schemas"]["SubjectTokenAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "kind": "person",
                     *       "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "name": "Ada",
                     *       "email": "ada@example.com",
                     *       "administrator": false,
                     *       "organizations": [
                     *         {
                     *           "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *           "name": "Acme",
                     *           "role": {
                     *             "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *             "name": "operators"
                     *           },
                     *           "owner": false,
                     *           "permissions": [
                     *             "kickoffs:manage"
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Me"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    setPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "current": "twelve characters",
                 *       "password": "twelve others and more"
                 *     }
                 */
                "application/json": components["schemas"]["NewPassword"];
            };
        };
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    endSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    listOrganizations: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description The most items of one page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *           "version": 1,
                     *           "name": "Acme",
                     *           "createdAt": "2026-11-22T12:00:00.000Z",
                     *           "updatedAt": "2026-11-22T12:00:00.000Z"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Organization"][];
                        /** @description The cursor of the next page; null on the last one. */
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    createOrganization: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Acme"
                 *     }
                 */
                "application/json": components["schemas"]["NewOrganization"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    ETag: components["headers"]["EntityTag"];
                    Location: components["headers"]["Location"];
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "version": 1,
                     *       "name": "Acme",
                     *       "createdAt": "2026-11-22T12:00:00.000Z",
                     *       "updatedAt": "2026-11-22T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Organization"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    getOrganization: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["EntityTag"];
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "version": 1,
                     *       "name": "Acme",
                     *       "createdAt": "2026-11-22T12:00:00.000Z",
                     *       "updatedAt": "2026-11-22T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Organization"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    deleteOrganization: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version to change.
                 * @example "3"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            412: components["responses"]["Problem412"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    renameOrganization: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version to change.
                 * @example "3"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                organization: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Acme Limited"
                 *     }
                 */
                "application/json": components["schemas"]["OrganizationPatch"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["EntityTag"];
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "version": 1,
                     *       "name": "Acme",
                     *       "createdAt": "2026-11-22T12:00:00.000Z",
                     *       "updatedAt": "2026-11-22T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Organization"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    listAudit: {
        parameters: {
            query?: {
                /** @description With a dot at its end everything that begins so. */
                action?: string;
                actor?: string;
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description ISO 8601, inclusive. */
                from?: string;
                /** @description The most items of one page. */
                limit?: number;
                target?: string;
                /** @description ISO 8601, exclusive. */
                to?: string;
            };
            header?: never;
            path: {
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "scope": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *           "sequence": 1,
                     *           "at": "2026-11-22T12:00:00.000Z",
                     *           "actor": {
                     *             "kind": "person",
                     *             "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *             "name": "Ada"
                     *           },
                     *           "action": "role.created",
                     *           "target": {
                     *             "kind": "role",
                     *             "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *             "name": "operators"
                     *           },
                     *           "details": {
                     *             "permissions": "kickoffs:manage"
                     *           },
                     *           "requestId": null,
                     *           "address": null,
                     *           "late": false,
                     *           "previousHash": "0000000000000000000000000000000000000000000000000000000000000000",
                     *           "hash": "0000000000000000000000000000000000000000000000000000000000000000"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["AuditEntry"][];
                        /** @description The cursor of the next page; null on the last one. */
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    exportAudit: {
        parameters: {
            query?: {
                /** @description ISO 8601, inclusive. */
                from?: string;
                /** @description ISO 8601, exclusive. */
                to?: string;
            };
            header?: never;
            path: {
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": unknown;
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    listAutomations: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description The most items of one page. */
                limit?: number;
                /** @description The one of this name, in whatever case. */
                name?: string;
                /** @description Those whose names begin so, in whatever case. */
                search?: string;
            };
            header?: never;
            path: {
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *           "version": 1,
                     *           "name": "nightly import",
                     *           "command": [
                     *             "node",
                     *             "import.js"
                     *           ],
                     *           "timeoutSeconds": 3600,
                     *           "concurrency": null,
                     *           "requiredWorkerVersion": null,
                     *           "lastDeployment": null,
                     *           "createdAt": "2026-11-22T12:00:00.000Z",
                     *           "updatedAt": "2026-11-22T12:00:00.000Z",
                     *           "archivedAt": null
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Automation"][];
                        /** @description The cursor of the next page; null on the last one. */
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    createAutomation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organization: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "nightly import",
                 *       "command": [
                 *         "node",
                 *         "import.js"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["NewAutomation"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    ETag: components["headers"]["EntityTag"];
                    Location: components["headers"]["Location"];
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "version": 1,
                     *       "name": "nightly import",
                     *       "command": [
                     *         "node",
                     *         "import.js"
                     *       ],
                     *       "timeoutSeconds": 3600,
                     *       "concurrency": null,
                     *       "requiredWorkerVersion": null,
                     *       "lastDeployment": null,
                     *       "createdAt": "2026-11-22T12:00:00.000Z",
                     *       "updatedAt": "2026-11-22T12:00:00.000Z",
                     *       "archivedAt": null
                     *     }
                     */
                    "application/json": components["schemas"]["Automation"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    getAutomation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                automation: string;
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["EntityTag"];
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "version": 1,
                     *       "name": "nightly import",
                     *       "command": [
                     *         "node",
                     *         "import.js"
                     *       ],
                     *       "timeoutSeconds": 3600,
                     *       "concurrency": null,
                     *       "requiredWorkerVersion": null,
                     *       "lastDeployment": null,
                     *       "createdAt": "2026-11-22T12:00:00.000Z",
                     *       "updatedAt": "2026-11-22T12:00:00.000Z",
                     *       "archivedAt": null
                     *     }
                     */
                    "application/json": components["schemas"]["Automation"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    archiveAutomation: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version to change.
                 * @example "3"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                automation: string;
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            412: components["responses"]["Problem412"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    updateAutomation: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version to change.
                 * @example "3"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                automation: string;
                organization: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "timeoutSeconds": 600
                 *     }
                 */
                "application/json": components["schemas"]["AutomationPatch"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["EntityTag"];
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "version": 1,
                     *       "name": "nightly import",
                     *       "command": [
                     *         "node",
                     *         "import.js"
                     *       ],
                     *       "timeoutSeconds": 3600,
                     *       "concurrency": null,
                     *       "requiredWorkerVersion": null,
                     *       "lastDeployment": null,
                     *       "createdAt": "2026-11-22T12:00:00.000Z",
                     *       "updatedAt": "2026-11-22T12:00:00.000Z",
                     *       "archivedAt": null
                     *     }
                     */
                    "application/json": components["schemas"]["Automation"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    listDeployments: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description The most items of one page. */
                limit?: number;
            };
            header?: never;
            path: {
                automation: string;
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *           "automation": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *           "number": 3,
                     *           "status": "active",
                     *           "command": [
                     *             "node",
                     *             "import.js"
                     *           ],
                     *           "timeoutSeconds": 3600,
                     *           "concurrency": 1,
                     *           "requiredWorkerVersion": null,
                     *           "variables": [
                     *             {
                     *               "name": "API_KEY",
                     *               "path": "workload-identity",
                     *               "credential": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *               "provider": "acme",
                     *               "reference": "api-key",
                     *               "optional": false,
                     *               "fingerprint": null,
                     *               "version": null
                     *             }
                     *           ],
                     *           "createdAt": "2026-11-22T12:00:00.000Z",
                     *           "createdBy": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *           "supersededAt": null
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Deployment"][];
                        /** @description The cursor of the next page; null on the last one. */
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    createDeployment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                automation: string;
                organization: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "worker": "6f9619ff-8b86-4d01-b42d-00c04fc964ff"
                 *     }
                 */
                "application/json": components["schemas"]["NewDeployment"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "automation": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "number": 3,
                     *       "status": "active",
                     *       "command": [
                     *         "node",
                     *         "import.js"
                     *       ],
                     *       "timeoutSeconds": 3600,
                     *       "concurrency": 1,
                     *       "requiredWorkerVersion": null,
                     *       "variables": [
                     *         {
                     *           "name": "API_KEY",
                     *           "path": "workload-identity",
                     *           "credential": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *           "provider": "acme",
                     *           "reference": "api-key",
                     *           "optional": false,
                     *           "fingerprint": null,
                     *           "version": null
                     *         }
                     *       ],
                     *       "createdAt": "2026-11-22T12:00:00.000Z",
                     *       "createdBy": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "supersededAt": null
                     *     }
                     */
                    "application/json": components["schemas"]["Deployment"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    getDeployment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                automation: string;
                number: number;
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "automation": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "number": 3,
                     *       "status": "active",
                     *       "command": [
                     *         "node",
                     *         "import.js"
                     *       ],
                     *       "timeoutSeconds": 3600,
                     *       "concurrency": 1,
                     *       "requiredWorkerVersion": null,
                     *       "variables": [
                     *         {
                     *           "name": "API_KEY",
                     *           "path": "workload-identity",
                     *           "credential": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *           "provider": "acme",
                     *           "reference": "api-key",
                     *           "optional": false,
                     *           "fingerprint": null,
                     *           "version": null
                     *         }
                     *       ],
                     *       "createdAt": "2026-11-22T12:00:00.000Z",
                     *       "createdBy": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "supersededAt": null
                     *     }
                     */
                    "application/json": components["schemas"]["Deployment"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    createKickoff: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same key with the same request is answered with what the first one made. Without it, a request that is repeated is done twice.
                 * @example nightly-2026-11-22
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                automation: string;
                organization: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "inputs": {
                 *         "order": 7
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["NewKickoff"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "automation": {
                     *         "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *         "name": "nightly import"
                     *       },
                     *       "deployment": {
                     *         "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *         "number": 3
                     *       },
                     *       "kind": "deployment",
                     *       "status": "queued",
                     *       "requestedBy": "user:6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "rerunOf": null,
                     *       "createdAt": "2026-11-22T12:00:00.000Z",
                     *       "claimedAt": "2026-11-22T12:00:00.000Z",
                     *       "startedAt": "2026-11-22T12:00:00.000Z",
                     *       "endedAt": "2026-11-22T12:00:00.000Z",
                     *       "cancelRequested": false,
                     *       "worker": {
                     *         "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *         "name": "worker-1"
                     *       },
                     *       "exitCode": 0,
                     *       "error": null
                     *     }
                     */
                    "application/json": components["schemas"]["Kickoff"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    createLocalRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                automation: string;
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "runId": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "token": "carnet_run_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                     *       "expiresAt": "2026-11-22T13:00:00.000Z",
                     *       "automation": {
                     *         "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *         "name": "nightly import"
                     *       },
                     *       "command": [
                     *         "node",
                     *         "import.js"
                     *       ],
                     *       "timeoutSeconds": 3600,
                     *       "providers": [
                     *         {
                     *           "id": "acme",
                     *           "package": "carnet-provider-acme"
                     *         }
                     *       ],
                     *       "workloadIdentities": {
                     *         "6f9619ff-8b86-4d01-b42d-00c04fc964ff": {
                     *           "name": "acme-prod",
                     *           "kind": "acme",
                     *           "settings": {
                     *             "tenant": "one"
                     *           },
                     *           "version": 1,
                     *           "subject": "organization:6f9619ff-8b86-4d01-b42d-00c04fc964ff"
                     *         }
                     *       },
                     *       "credentials": {
                     *         "6f9619ff-8b86-4d01-b42d-00c04fc964ff": {
                     *           "name": "vault",
                     *           "provider": "acme",
                     *           "workloadIdentity": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *           "store": {
                     *             "vault": "one"
                     *           }
                     *         }
                     *       },
                     *       "variables": [
                     *         {
                     *           "name": "API_KEY",
                     *           "path": "workload-identity",
                     *           "credential": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *           "reference": "api-key",
                     *           "optional": false,
                     *           "allow": false,
                     *           "as": "environment",
                     *           "encoding": "utf8"
                     *         }
                     *       ],
                     *       "fingerprintKeys": {
                     *         "API_KEY": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
                     *       },
                     *       "skipped": [
                     *         {
                     *           "name": "MODE",
                     *           "reason": "A direct value is opened for a worker that runs a kickoff, and for nobody else: set it yourself."
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["LocalRun"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    listVariablesOfAutomation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                automation: string;
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *           "name": "DATABASE_PASSWORD",
                     *           "source": "default",
                     *           "provider": "acme",
                     *           "reference": "database#password",
                     *           "credentialId": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *           "optional": false,
                     *           "encoding": "utf8",
                     *           "sink": "environment",
                     *           "allow": false,
                     *           "overrides": null,
                     *           "problem": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["EffectiveVariable"][];
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getVariableTimeline: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description The most items of one page. */
                limit?: number;
            };
            header?: never;
            path: {
                automation: string;
                name: string;
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "kickoff": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *           "at": "2026-11-22T12:00:00.000Z",
                     *           "kind": "deployment",
                     *           "status": "succeeded",
                     *           "fingerprint": "hmac:b71c00f2a9d4",
                     *           "version": "v2",
                     *           "path": "workload-identity",
                     *           "credential": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *           "provider": "acme",
                     *           "reference": "api-key",
                     *           "changed": true
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["VariableRun"][];
                        /** @description The cursor of the next page; null on the last one. */
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    verifyRotation: {
        parameters: {
            query?: {
                after?: string;
                before?: string;
            };
            header?: never;
            path: {
                automation: string;
                name: string;
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "API_KEY",
                     *       "before": {
                     *         "kickoff": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *         "at": "2026-11-22T12:00:00.000Z",
                     *         "kind": "deployment",
                     *         "status": "succeeded",
                     *         "fingerprint": "hmac:3fa91c77e001",
                     *         "version": "v1",
                     *         "path": "workload-identity",
                     *         "credential": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *         "provider": "acme",
                     *         "reference": "api-key",
                     *         "changed": null
                     *       },
                     *       "after": {
                     *         "kickoff": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *         "at": "2026-11-22T12:00:00.000Z",
                     *         "kind": "deployment",
                     *         "status": "succeeded",
                     *         "fingerprint": "hmac:b71c00f2a9d4",
                     *         "version": "v2",
                     *         "path": "workload-identity",
                     *         "credential": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *         "provider": "acme",
                     *         "reference": "api-key",
                     *         "changed": true
                     *       },
                     *       "rotated": true,
                     *       "message": "API_KEY has another value than before."
                     *     }
                     */
                    "application/json": components["schemas"]["Rotation"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    listCredentials: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description The most items of one page. */
                limit?: number;
                /** @description The one of this name, in whatever case. */
                name?: string;
                /** @description Those whose names begin so, in whatever case. */
                search?: string;
            };
            header?: never;
            path: {
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *           "version": 1,
                     *           "name": "orders",
                     *           "provider": "acme",
                     *           "method": "workload-identity",
                     *           "workloadIdentityConfigId": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *           "store": {
                     *             "region": "north"
                     *           },
                     *           "settings": {},
                     *           "secretNames": [],
                     *           "default": true,
                     *           "writable": false,
                     *           "createdAt": "2026-11-22T12:00:00.000Z",
                     *           "updatedAt": "2026-11-22T12:00:00.000Z",
                     *           "lastTest": null
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["ListedCredential"][];
                        /** @description The cursor of the next page; null on the last one. */
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    createCredential: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organization: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "orders",
                 *       "provider": "acme",
                 *       "method": "workload-identity",
                 *       "store": {
                 *         "region": "north"
                 *       },
                 *       "default": true
                 *     }
                 */
                "application/json": components["schemas"]["NewCredential"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    ETag: components["headers"]["EntityTag"];
                    Location: components["headers"]["Location"];
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "version": 1,
                     *       "name": "orders",
                     *       "provider": "acme",
                     *       "method": "workload-identity",
                     *       "workloadIdentityConfigId": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "store": {
                     *         "region": "north"
                     *       },
                     *       "settings": {},
                     *       "secretNames": [],
                     *       "default": true,
                     *       "writable": false,
                     *       "createdAt": "2026-11-22T12:00:00.000Z",
                     *       "updatedAt": "2026-11-22T12:00:00.000Z",
                     *       "lastTest": null,
                     *       "secretsMustBeTyped": false,
                     *       "usedBy": []
                     *     }
                     */
                    "application/json": components["schemas"]["Credential"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    getCredential: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                credential: string;
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["EntityTag"];
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "version": 1,
                     *       "name": "orders",
                     *       "provider": "acme",
                     *       "method": "workload-identity",
                     *       "workloadIdentityConfigId": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "store": {
                     *         "region": "north"
                     *       },
                     *       "settings": {},
                     *       "secretNames": [],
                     *       "default": true,
                     *       "writable": false,
                     *       "createdAt": "2026-11-22T12:00:00.000Z",
                     *       "updatedAt": "2026-11-22T12:00:00.000Z",
                     *       "lastTest": null,
                     *       "secretsMustBeTyped": false,
                     *       "usedBy": []
                     *     }
                     */
                    "application/json": components["schemas"]["Credential"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    deleteCredential: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version to change.
                 * @example "3"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                credential: string;
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            412: components["responses"]["Problem412"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    updateCredential: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version to change.
                 * @example "3"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                credential: string;
                organization: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "store": {
                 *         "region": "south"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["CredentialPatch"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["EntityTag"];
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "version": 1,
                     *       "name": "orders",
                     *       "provider": "acme",
                     *       "method": "workload-identity",
                     *       "workloadIdentityConfigId": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "store": {
                     *         "region": "north"
                     *       },
                     *       "settings": {},
                     *       "secretNames": [],
                     *       "default": true,
                     *       "writable": false,
                     *       "createdAt": "2026-11-22T12:00:00.000Z",
                     *       "updatedAt": "2026-11-22T12:00:00.000Z",
                     *       "lastTest": null,
                     *       "secretsMustBeTyped": false,
                     *       "usedBy": []
                     *     }
                     */
                    "application/json": components["schemas"]["Credential"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    listSecretNames: {
        parameters: {
            query?: {
                automation?: string;
                limit?: number;
                prefix?: string;
                /** @description A connected worker that does it in place of the platform. */
                worker?: string;
            };
            header?: never;
            path: {
                credential: string;
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "names": [
                     *         {
                     *           "name": "database",
                     *           "enabled": true,
                     *           "expiresAt": null
                     *         }
                     *       ],
                     *       "truncated": false,
                     *       "reason": null,
                     *       "hint": null,
                     *       "code": null
                     *     }
                     */
                    "application/json": components["schemas"]["SecretNames"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    writeSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                credential: string;
                name: string;
                organization: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "value": "s3cr3t"
                 *     }
                 */
                "application/json": {
                    automation?: string;
                    /** @description At most 64 KiB. */
                    value: string;
                    /** @description A connected worker that does it in place of the platform. */
                    worker?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "version": "4",
                     *       "fingerprint": "hmac:0123456789ab"
                     *     }
                     */
                    "application/json": {
                        fingerprint: string;
                        version: string;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    removeSecret: {
        parameters: {
            query?: {
                automation?: string;
                /** @description A connected worker that does it in place of the platform. */
                worker?: string;
            };
            header?: never;
            path: {
                credential: string;
                name: string;
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    checkSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                credential: string;
                organization: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reference": "database#password"
                 *     }
                 */
                "application/json": {
                    automation?: string;
                    reference: string;
                    variable?: string;
                    /** @description A connected worker that does it in place of the platform. */
                    worker?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "reference": "database#password",
                     *       "fingerprint": "hmac:0123456789ab",
                     *       "version": "3",
                     *       "notAfter": null,
                     *       "durationMs": 41
                     *     }
                     */
                    "application/json": components["schemas"]["CheckedSecret"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    testCredential: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                credential: string;
                organization: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reference": "database#password"
                 *     }
                 */
                "application/json": components["schemas"]["ConnectionTestRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": unknown;
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    listConnectionTests: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                credential: string;
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *           "at": "2026-11-22T12:00:00.000Z",
                     *           "status": "pass",
                     *           "rungs": []
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: {
                            at: string;
                            id: string;
                            rungs: ({
                                durationMs: number;
                                id: string;
                                message: string;
                                status: string;
                                title: string;
                            } & {
                                [key: string]: unknown;
                            })[];
                            /** @enum {string} */
                            status: "pass" | "warn" | "fail";
                        }[];
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    testUnsavedCredential: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organization: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "orders",
                 *       "provider": "acme",
                 *       "method": "workload-identity",
                 *       "store": {
                 *         "region": "north"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["UnsavedConnectionTestRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": unknown;
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    exportDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "version": 1,
                     *       "automations": [
                     *         {
                     *           "name": "nightly import",
                     *           "command": [
                     *             "node",
                     *             "import.js"
                     *           ]
                     *         }
                     *       ],
                     *       "workloadIdentityConfigs": [],
                     *       "credentials": [],
                     *       "variables": []
                     *     }
                     */
                    "application/json": components["schemas"]["ExportedDocument"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    applyDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organization: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "document": {
                 *         "version": 1,
                 *         "automations": [
                 *           {
                 *             "name": "nightly import",
                 *             "command": [
                 *               "node",
                 *               "import.js"
                 *             ]
                 *           }
                 *         ],
                 *         "workloadIdentityConfigs": [],
                 *         "credentials": [],
                 *         "variables": []
                 *       },
                 *       "dryRun": true
                 *     }
                 */
                "application/json": {
                    document: components["schemas"]["OrganizationDocument"];
                    /**
                     * @description Checks everything, and writes nothing.
                     * @default false
                     */
                    dryRun?: boolean;
                    /** @default false */
                    prune?: boolean;
                    /** @description What a dry run answered: nothing is applied where anything was changed since. */
                    state?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "applied": false,
                     *       "state": "Y1Tn1sPZzOJ8bVkXrKq0m5mYqS3v0r8Hc6E9q2l7f4A",
                     *       "changes": [
                     *         {
                     *           "kind": "automation",
                     *           "name": "nightly import",
                     *           "action": "create",
                     *           "fields": []
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        applied: boolean;
                        changes: components["schemas"]["PlannedChange"][];
                        /** @description Of a dry run: the state that its changes are for. */
                        state: string | null;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    listInvitations: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description The most items of one page. */
                limit?: number;
            };
            header?: never;
            path: {
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *           "email": "ada@example.com",
                     *           "roleId": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *           "invitedBy": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *           "status": "open",
                     *           "createdAt": "2026-11-22T12:00:00.000Z",
                     *           "expiresAt": "2026-11-29T12:00:00.000Z"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Invitation"][];
                        /** @description The cursor of the next page; null on the last one. */
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    createInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organization: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com",
                 *       "roleId": "6f9619ff-8b86-4d01-b42d-00c04fc964ff"
                 *     }
                 */
                "application/json": components["schemas"]["NewInvitation"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "email": "ada@example.com",
                     *       "roleId": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "invitedBy": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "status": "open",
                     *       "createdAt": "2026-11-22T12:00:00.000Z",
                     *       "expiresAt": "2026-11-29T12:00:00.000Z",
                     *       "link": "https://carnet.example.com/invitations#carnet_inv_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                     *     }
                     */
                    "application/json": components["schemas"]["MadeInvitation"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    revokeInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                invitation: string;
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    listKickoffs: {
        parameters: {
            query?: {
                automation?: string;
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description The most items of one page. */
                limit?: number;
                status?: "queued" | "claimed" | "running" | "succeeded" | "failed" | "cancelled" | "timed_out" | "lost";
            };
            header?: never;
            path: {
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *           "automation": {
                     *             "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *             "name": "nightly import"
                     *           },
                     *           "deployment": {
                     *             "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *             "number": 3
                     *           },
                     *           "kind": "deployment",
                     *           "status": "succeeded",
                     *           "requestedBy": "user:6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *           "rerunOf": null,
                     *           "createdAt": "2026-11-22T12:00:00.000Z",
                     *           "claimedAt": "2026-11-22T12:00:00.000Z",
                     *           "startedAt": "2026-11-22T12:00:00.000Z",
                     *           "endedAt": "2026-11-22T12:00:00.000Z",
                     *           "cancelRequested": false,
                     *           "worker": {
                     *             "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *             "name": "worker-1"
                     *           },
                     *           "exitCode": 0,
                     *           "error": null
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Kickoff"][];
                        /** @description The cursor of the next page; null on the last one. */
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getKickoff: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kickoff: string;
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "automation": {
                     *         "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *         "name": "nightly import"
                     *       },
                     *       "deployment": {
                     *         "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *         "number": 3
                     *       },
                     *       "kind": "deployment",
                     *       "status": "succeeded",
                     *       "requestedBy": "user:6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "rerunOf": null,
                     *       "createdAt": "2026-11-22T12:00:00.000Z",
                     *       "claimedAt": "2026-11-22T12:00:00.000Z",
                     *       "startedAt": "2026-11-22T12:00:00.000Z",
                     *       "endedAt": "2026-11-22T12:00:00.000Z",
                     *       "cancelRequested": false,
                     *       "worker": {
                     *         "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *         "name": "worker-1"
                     *       },
                     *       "exitCode": 0,
                     *       "error": null,
                     *       "inputs": {},
                     *       "waiting": null,
                     *       "steps": [
                     *         {
                     *           "name": "secrets",
                     *           "at": "2026-11-22T12:00:00.000Z",
                     *           "durationMs": 84,
                     *           "secrets": 1
                     *         }
                     *       ],
                     *       "lines": [
                     *         "Workload identity config '6f9619ff-8b86-4d01-b42d-00c04fc964ff' (acme): 1 secret(s) resolved"
                     *       ],
                     *       "failures": [],
                     *       "variables": [
                     *         {
                     *           "name": "API_KEY",
                     *           "path": "workload-identity",
                     *           "credential": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *           "provider": "acme",
                     *           "reference": "api-key",
                     *           "fingerprint": "hmac:b71c00f2a9d4",
                     *           "version": "v2",
                     *           "durationMs": 84,
                     *           "changed": true,
                     *           "previousFingerprint": "hmac:3fa91c77e001",
                     *           "previousVersion": "v1"
                     *         }
                     *       ],
                     *       "logLines": 12,
                     *       "logTruncated": false
                     *     }
                     */
                    "application/json": components["schemas"]["KickoffRecord"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    cancelKickoff: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kickoff: string;
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Begun. */
            202: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "automation": {
                     *         "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *         "name": "nightly import"
                     *       },
                     *       "deployment": {
                     *         "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *         "number": 3
                     *       },
                     *       "kind": "deployment",
                     *       "status": "running",
                     *       "requestedBy": "user:6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "rerunOf": null,
                     *       "createdAt": "2026-11-22T12:00:00.000Z",
                     *       "claimedAt": "2026-11-22T12:00:00.000Z",
                     *       "startedAt": "2026-11-22T12:00:00.000Z",
                     *       "endedAt": "2026-11-22T12:00:00.000Z",
                     *       "cancelRequested": true,
                     *       "worker": {
                     *         "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *         "name": "worker-1"
                     *       },
                     *       "exitCode": 0,
                     *       "error": null
                     *     }
                     */
                    "application/json": components["schemas"]["Kickoff"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    followKickoff: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kickoff: string;
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": unknown;
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getKickoffLogs: {
        parameters: {
            query?: {
                /** @description The sequence behind which it goes on. */
                after?: number;
                limit?: number;
            };
            header?: never;
            path: {
                kickoff: string;
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "sequence": 1,
                     *           "at": "2026-11-22T12:00:00.000Z",
                     *           "stream": "stdout",
                     *           "text": "imported 7 orders"
                     *         }
                     *       ],
                     *       "next": null,
                     *       "truncated": false
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["LogLine"][];
                        /** @description `after` of the next page. */
                        next: number | null;
                        truncated: boolean;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    rerunKickoff: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same key with the same request is answered with what the first one made. Without it, a request that is repeated is done twice.
                 * @example nightly-2026-11-22
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                kickoff: string;
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "automation": {
                     *         "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *         "name": "nightly import"
                     *       },
                     *       "deployment": {
                     *         "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *         "number": 3
                     *       },
                     *       "kind": "deployment",
                     *       "status": "queued",
                     *       "requestedBy": "user:6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "rerunOf": null,
                     *       "createdAt": "2026-11-22T12:00:00.000Z",
                     *       "claimedAt": "2026-11-22T12:00:00.000Z",
                     *       "startedAt": "2026-11-22T12:00:00.000Z",
                     *       "endedAt": "2026-11-22T12:00:00.000Z",
                     *       "cancelRequested": false,
                     *       "worker": {
                     *         "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *         "name": "worker-1"
                     *       },
                     *       "exitCode": 0,
                     *       "error": null
                     *     }
                     */
                    "application/json": components["schemas"]["Kickoff"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    leaveOrganization: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    listMembers: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description The most items of one page. */
                limit?: number;
            };
            header?: never;
            path: {
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *           "version": 1,
                     *           "userId": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *           "name": "Ada",
                     *           "email": "ada@example.com",
                     *           "role": {
                     *             "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *             "name": "operators",
                     *             "kind": "custom"
                     *           },
                     *           "permissions": [
                     *             "kickoffs:manage"
                     *           ],
                     *           "createdAt": "2026-11-22T12:00:00.000Z"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Member"][];
                        /** @description The cursor of the next page; null on the last one. */
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                member: string;
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["EntityTag"];
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "version": 1,
                     *       "userId": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "name": "Ada",
                     *       "email": "ada@example.com",
                     *       "role": {
                     *         "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *         "name": "operators",
                     *         "kind": "custom"
                     *       },
                     *       "permissions": [
                     *         "kickoffs:manage"
                     *       ],
                     *       "createdAt": "2026-11-22T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Member"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    removeMember: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version to change.
                 * @example "3"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                member: string;
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            412: components["responses"]["Problem412"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    updateMember: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version to change.
                 * @example "3"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                member: string;
                organization: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "roleId": "6f9619ff-8b86-4d01-b42d-00c04fc964ff"
                 *     }
                 */
                "application/json": components["schemas"]["MemberPatch"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["EntityTag"];
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "version": 1,
                     *       "userId": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "name": "Ada",
                     *       "email": "ada@example.com",
                     *       "role": {
                     *         "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *         "name": "operators",
                     *         "kind": "custom"
                     *       },
                     *       "permissions": [
                     *         "kickoffs:manage"
                     *       ],
                     *       "createdAt": "2026-11-22T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Member"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    listPermissions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "permission": "roles:read",
                     *           "sentence": "Sees the roles."
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Permissions"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    listRoles: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description The most items of one page. */
                limit?: number;
                /** @description The one of this name, in whatever case. */
                name?: string;
                /** @description Those whose names begin so, in whatever case. */
                search?: string;
            };
            header?: never;
            path: {
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *           "version": 1,
                     *           "name": "operators",
                     *           "kind": "custom",
                     *           "permissions": [
                     *             "kickoffs:manage"
                     *           ],
                     *           "describe": [
                     *             "Starts, repeats and cancels kickoffs."
                     *           ],
                     *           "createdAt": "2026-11-22T12:00:00.000Z",
                     *           "updatedAt": "2026-11-22T12:00:00.000Z"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Role"][];
                        /** @description The cursor of the next page; null on the last one. */
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    createRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organization: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "operators",
                 *       "permissions": [
                 *         "kickoffs:manage"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["NewRole"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    ETag: components["headers"]["EntityTag"];
                    Location: components["headers"]["Location"];
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "version": 1,
                     *       "name": "operators",
                     *       "kind": "custom",
                     *       "permissions": [
                     *         "kickoffs:manage"
                     *       ],
                     *       "describe": [
                     *         "Starts, repeats and cancels kickoffs."
                     *       ],
                     *       "createdAt": "2026-11-22T12:00:00.000Z",
                     *       "updatedAt": "2026-11-22T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Role"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    getRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organization: string;
                role: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["EntityTag"];
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "version": 1,
                     *       "name": "operators",
                     *       "kind": "custom",
                     *       "permissions": [
                     *         "kickoffs:manage"
                     *       ],
                     *       "describe": [
                     *         "Starts, repeats and cancels kickoffs."
                     *       ],
                     *       "createdAt": "2026-11-22T12:00:00.000Z",
                     *       "updatedAt": "2026-11-22T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Role"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    deleteRole: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version to change.
                 * @example "3"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                organization: string;
                role: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            412: components["responses"]["Problem412"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    updateRole: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version to change.
                 * @example "3"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                organization: string;
                role: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "permissions": [
                 *         "kickoffs:manage",
                 *         "deployments:read"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["RolePatch"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["EntityTag"];
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "version": 1,
                     *       "name": "operators",
                     *       "kind": "custom",
                     *       "permissions": [
                     *         "kickoffs:manage"
                     *       ],
                     *       "describe": [
                     *         "Starts, repeats and cancels kickoffs."
                     *       ],
                     *       "createdAt": "2026-11-22T12:00:00.000Z",
                     *       "updatedAt": "2026-11-22T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Role"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    listTokens: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                kind?: "api" | "deployment" | "join";
                /** @description The most items of one page. */
                limit?: number;
            };
            header?: never;
            path: {
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *           "kind": "api",
                     *           "name": "pipeline",
                     *           "scopes": [
                     *             "kickoffs:manage"
                     *           ],
                     *           "automationId": null,
                     *           "status": "active",
                     *           "createdBy": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *           "createdAt": "2026-11-22T12:00:00.000Z",
                     *           "expiresAt": "2027-02-20T12:00:00.000Z",
                     *           "lastUsedAt": null
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Token"][];
                        /** @description The cursor of the next page; null on the last one. */
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    createToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organization: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "kind": "api",
                 *       "name": "pipeline",
                 *       "scopes": [
                 *         "kickoffs:manage"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["NewToken"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "kind": "api",
                     *       "name": "pipeline",
                     *       "scopes": [
                     *         "kickoffs:manage"
                     *       ],
                     *       "automationId": null,
                     *       "status": "active",
                     *       "createdBy": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "createdAt": "2026-11-22T12:00:00.000Z",
                     *       "expiresAt": "2027-02-20T12:00:00.000Z",
                     *       "lastUsedAt": null,
                     *       "token": "carnet_api_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                     *     }
                     */
                    "application/json": components["schemas"]["MadeToken"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    getToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organization: string;
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "kind": "api",
                     *       "name": "pipeline",
                     *       "scopes": [
                     *         "kickoffs:manage"
                     *       ],
                     *       "automationId": null,
                     *       "status": "active",
                     *       "createdBy": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "createdAt": "2026-11-22T12:00:00.000Z",
                     *       "expiresAt": "2027-02-20T12:00:00.000Z",
                     *       "lastUsedAt": null
                     *     }
                     */
                    "application/json": components["schemas"]["Token"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    revokeToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organization: string;
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    getTrust: {
        parameters: {
            query: {
                automation?: string;
                create?: string;
                /** @description One of the provider’s formats, or `json`. Default: the usual one. */
                format?: string;
                list?: "true" | "false";
                organizationIssuer?: "true" | "false";
                provider: string;
                /** @description Names, separated by commas. None: the whole store. */
                secrets?: string;
                /** @description Fields of the provider’s trust schema, as JSON. */
                settings?: string;
                teardown?: "true" | "false";
                write?: "true" | "false";
            };
            header?: never;
            path: {
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "issuer": "https://issuer.example.com",
                     *       "subject": "organization:6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "audience": "https://acme.example.com",
                     *       "format": "json",
                     *       "text": "{}\n",
                     *       "notes": [],
                     *       "formats": [
                     *         {
                     *           "id": "json",
                     *           "title": "The plan as JSON"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["TrustText"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    listVariables: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description The most items of one page. */
                limit?: number;
                /** @description The one of this name, in whatever case. */
                name?: string;
                /** @description Those whose names begin so, in whatever case. */
                search?: string;
            };
            header?: never;
            path: {
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *           "version": 1,
                     *           "name": "DATABASE_PASSWORD",
                     *           "source": "default",
                     *           "provider": "acme",
                     *           "reference": "database#password",
                     *           "credentialId": null,
                     *           "hasValue": false,
                     *           "optional": false,
                     *           "encoding": "utf8",
                     *           "sink": "environment",
                     *           "allow": false,
                     *           "automations": "all",
                     *           "createdAt": "2026-11-22T12:00:00.000Z",
                     *           "updatedAt": "2026-11-22T12:00:00.000Z"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Variable"][];
                        /** @description The cursor of the next page; null on the last one. */
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    createVariable: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organization: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "DATABASE_PASSWORD",
                 *       "source": "default",
                 *       "provider": "acme",
                 *       "reference": "database#password"
                 *     }
                 */
                "application/json": components["schemas"]["NewVariable"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    ETag: components["headers"]["EntityTag"];
                    Location: components["headers"]["Location"];
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "version": 1,
                     *       "name": "DATABASE_PASSWORD",
                     *       "source": "default",
                     *       "provider": "acme",
                     *       "reference": "database#password",
                     *       "credentialId": null,
                     *       "hasValue": false,
                     *       "optional": false,
                     *       "encoding": "utf8",
                     *       "sink": "environment",
                     *       "allow": false,
                     *       "automations": "all",
                     *       "createdAt": "2026-11-22T12:00:00.000Z",
                     *       "updatedAt": "2026-11-22T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Variable"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    getVariable: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organization: string;
                variable: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["EntityTag"];
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "version": 1,
                     *       "name": "DATABASE_PASSWORD",
                     *       "source": "default",
                     *       "provider": "acme",
                     *       "reference": "database#password",
                     *       "credentialId": null,
                     *       "hasValue": false,
                     *       "optional": false,
                     *       "encoding": "utf8",
                     *       "sink": "environment",
                     *       "allow": false,
                     *       "automations": "all",
                     *       "createdAt": "2026-11-22T12:00:00.000Z",
                     *       "updatedAt": "2026-11-22T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Variable"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    deleteVariable: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version to change.
                 * @example "3"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                organization: string;
                variable: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            412: components["responses"]["Problem412"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    updateVariable: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version to change.
                 * @example "3"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                organization: string;
                variable: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reference": "database#password@3"
                 *     }
                 */
                "application/json": components["schemas"]["VariablePatch"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["EntityTag"];
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "version": 1,
                     *       "name": "DATABASE_PASSWORD",
                     *       "source": "default",
                     *       "provider": "acme",
                     *       "reference": "database#password",
                     *       "credentialId": null,
                     *       "hasValue": false,
                     *       "optional": false,
                     *       "encoding": "utf8",
                     *       "sink": "environment",
                     *       "allow": false,
                     *       "automations": "all",
                     *       "createdAt": "2026-11-22T12:00:00.000Z",
                     *       "updatedAt": "2026-11-22T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Variable"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    importVariables: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organization: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "rows": [
                 *         {
                 *           "name": "LOG_LEVEL",
                 *           "source": "direct",
                 *           "value": "info"
                 *         },
                 *         {
                 *           "name": "DATABASE_PASSWORD",
                 *           "source": "default",
                 *           "provider": "acme",
                 *           "reference": "database#password"
                 *         }
                 *       ],
                 *       "dryRun": true
                 *     }
                 */
                "application/json": components["schemas"]["VariableImport"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "applied": false,
                     *       "rows": [
                     *         {
                     *           "name": "LOG_LEVEL",
                     *           "action": "create",
                     *           "problem": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        applied: boolean;
                        rows: {
                            /** @enum {string} */
                            action: "create" | "update" | "refused";
                            name: string;
                            problem: string | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    listWorkers: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description The most items of one page. */
                limit?: number;
            };
            header?: never;
            path: {
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *           "name": "worker-1",
                     *           "workerVersion": "0.1.0",
                     *           "facts": {
                     *             "slots": 4,
                     *             "platform": "linux-x64",
                     *             "providers": [
                     *               "acme"
                     *             ],
                     *             "ownUser": true
                     *           },
                     *           "connected": true,
                     *           "running": 1,
                     *           "createdAt": "2026-11-22T12:00:00.000Z",
                     *           "lastSeenAt": "2026-11-22T12:00:00.000Z"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Worker"][];
                        /** @description The cursor of the next page; null on the last one. */
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    removeWorker: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organization: string;
                worker: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    listWorkloadIdentityConfigs: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description The most items of one page. */
                limit?: number;
                /** @description The one of this name, in whatever case. */
                name?: string;
                /** @description Those whose names begin so, in whatever case. */
                search?: string;
            };
            header?: never;
            path: {
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *           "version": 1,
                     *           "name": "production",
                     *           "kind": "acme",
                     *           "settings": {
                     *             "tenant": "orders"
                     *           },
                     *           "default": true,
                     *           "automations": "all",
                     *           "subject": "organization",
                     *           "organizationIssuer": false,
                     *           "tokenLifetimeSeconds": null,
                     *           "settingsVersion": 1,
                     *           "settingsChangedAt": "2026-11-22T12:00:00.000Z",
                     *           "createdAt": "2026-11-22T12:00:00.000Z",
                     *           "updatedAt": "2026-11-22T12:00:00.000Z",
                     *           "token": {
                     *             "issuer": "https://issuer.example.com",
                     *             "subject": "organization:6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *             "audience": "https://acme.example.com",
                     *             "claims": []
                     *           },
                     *           "usedByCount": 0,
                     *           "lastTest": null
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["WorkloadIdentityConfig"][];
                        /** @description The cursor of the next page; null on the last one. */
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    createWorkloadIdentityConfig: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organization: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "production",
                 *       "kind": "acme",
                 *       "settings": {
                 *         "tenant": "orders"
                 *       },
                 *       "default": true
                 *     }
                 */
                "application/json": components["schemas"]["NewWorkloadIdentityConfig"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    ETag: components["headers"]["EntityTag"];
                    Location: components["headers"]["Location"];
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "version": 1,
                     *       "name": "production",
                     *       "kind": "acme",
                     *       "settings": {
                     *         "tenant": "orders"
                     *       },
                     *       "default": true,
                     *       "automations": "all",
                     *       "subject": "organization",
                     *       "organizationIssuer": false,
                     *       "tokenLifetimeSeconds": null,
                     *       "settingsVersion": 1,
                     *       "settingsChangedAt": "2026-11-22T12:00:00.000Z",
                     *       "createdAt": "2026-11-22T12:00:00.000Z",
                     *       "updatedAt": "2026-11-22T12:00:00.000Z",
                     *       "token": {
                     *         "issuer": "https://issuer.example.com",
                     *         "subject": "organization:6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *         "audience": "https://acme.example.com",
                     *         "claims": []
                     *       },
                     *       "usedByCount": 0,
                     *       "lastTest": null
                     *     }
                     */
                    "application/json": components["schemas"]["WorkloadIdentityConfig"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    getWorkloadIdentityConfig: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                config: string;
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["EntityTag"];
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "version": 1,
                     *       "name": "production",
                     *       "kind": "acme",
                     *       "settings": {
                     *         "tenant": "orders"
                     *       },
                     *       "default": true,
                     *       "automations": "all",
                     *       "subject": "organization",
                     *       "organizationIssuer": false,
                     *       "tokenLifetimeSeconds": null,
                     *       "settingsVersion": 1,
                     *       "settingsChangedAt": "2026-11-22T12:00:00.000Z",
                     *       "createdAt": "2026-11-22T12:00:00.000Z",
                     *       "updatedAt": "2026-11-22T12:00:00.000Z",
                     *       "token": {
                     *         "issuer": "https://issuer.example.com",
                     *         "subject": "organization:6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *         "audience": "https://acme.example.com",
                     *         "claims": []
                     *       },
                     *       "usedByCount": 0,
                     *       "lastTest": null
                     *     }
                     */
                    "application/json": components["schemas"]["WorkloadIdentityConfig"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    deleteWorkloadIdentityConfig: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version to change.
                 * @example "3"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                config: string;
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            412: components["responses"]["Problem412"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    updateWorkloadIdentityConfig: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of the version to change.
                 * @example "3"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                config: string;
                organization: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "settings": {
                 *         "tenant": "billing"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["WorkloadIdentityConfigPatch"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["EntityTag"];
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "version": 1,
                     *       "name": "production",
                     *       "kind": "acme",
                     *       "settings": {
                     *         "tenant": "orders"
                     *       },
                     *       "default": true,
                     *       "automations": "all",
                     *       "subject": "organization",
                     *       "organizationIssuer": false,
                     *       "tokenLifetimeSeconds": null,
                     *       "settingsVersion": 1,
                     *       "settingsChangedAt": "2026-11-22T12:00:00.000Z",
                     *       "createdAt": "2026-11-22T12:00:00.000Z",
                     *       "updatedAt": "2026-11-22T12:00:00.000Z",
                     *       "token": {
                     *         "issuer": "https://issuer.example.com",
                     *         "subject": "organization:6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *         "audience": "https://acme.example.com",
                     *         "claims": []
                     *       },
                     *       "usedByCount": 0,
                     *       "lastTest": null
                     *     }
                     */
                    "application/json": components["schemas"]["WorkloadIdentityConfig"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    previewToken: {
        parameters: {
            query?: {
                automation?: string;
            };
            header?: never;
            path: {
                config: string;
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "iss": "https://issuer.example.com",
                     *       "sub": "organization:6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "aud": "https://acme.example.com",
                     *       "organization_id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "lifetimeSeconds": null,
                     *       "claims": []
                     *     }
                     */
                    "application/json": {
                        aud: string;
                        claims: string[];
                        iss: string;
                        lifetimeSeconds: number | null;
                        organization_id: string;
                        sub: string;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getTrustOfConfig: {
        parameters: {
            query?: {
                /** @description Required where the subject of the config is an automation’s. */
                automation?: string;
                create?: string;
                /** @description One of the provider’s formats, or `json`. Default: the usual one. */
                format?: string;
                list?: "true" | "false";
                /** @description Default: the one that defines the kind. */
                provider?: string;
                /** @description Names, separated by commas. None: the whole store. */
                secrets?: string;
                /** @description Fields of the provider’s trust schema, as JSON. */
                settings?: string;
                teardown?: "true" | "false";
                write?: "true" | "false";
            };
            header?: never;
            path: {
                config: string;
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "issuer": "https://issuer.example.com",
                     *       "subject": "organization:6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "audience": "https://acme.example.com",
                     *       "format": "json",
                     *       "text": "{}\n",
                     *       "notes": [],
                     *       "formats": [
                     *         {
                     *           "id": "json",
                     *           "title": "The plan as JSON"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["TrustText"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    readTrustOutputs: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organization: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "provider": "acme",
                 *       "settings": {
                 *         "name": "carnet"
                 *       },
                 *       "printed": "{\"tenant\":\"orders\"}"
                 *     }
                 */
                "application/json": {
                    /** @description The subject of this automation, in place of the organization’s. */
                    automation?: string;
                    /** @description A first secret to create, to test with. */
                    create?: string;
                    /** @default false */
                    list?: boolean;
                    /** @default false */
                    organizationIssuer?: boolean;
                    printed: string;
                    provider: string;
                    /**
                     * @description Each is opened alone. None: the whole store.
                     * @default []
                     */
                    secrets?: string[];
                    /**
                     * @description Fields of the provider’s trust schema.
                     * @default {}
                     */
                    settings?: {
                        [key: string]: string | number | boolean;
                    };
                    /** @default false */
                    write?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "kind": "acme",
                     *       "settings": {
                     *         "tenant": "orders"
                     *       },
                     *       "store": {}
                     *     }
                     */
                    "application/json": {
                        kind: string;
                        settings: {
                            [key: string]: string | number | boolean;
                        };
                        store: {
                            [key: string]: string | number | boolean;
                        };
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    listPlatformAudit: {
        parameters: {
            query?: {
                /** @description With a dot at its end everything that begins so. */
                action?: string;
                actor?: string;
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description ISO 8601, inclusive. */
                from?: string;
                /** @description The most items of one page. */
                limit?: number;
                target?: string;
                /** @description ISO 8601, exclusive. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "scope": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *           "sequence": 1,
                     *           "at": "2026-11-22T12:00:00.000Z",
                     *           "actor": {
                     *             "kind": "person",
                     *             "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *             "name": "Ada"
                     *           },
                     *           "action": "role.created",
                     *           "target": {
                     *             "kind": "role",
                     *             "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *             "name": "operators"
                     *           },
                     *           "details": {
                     *             "permissions": "kickoffs:manage"
                     *           },
                     *           "requestId": null,
                     *           "address": null,
                     *           "late": false,
                     *           "previousHash": "0000000000000000000000000000000000000000000000000000000000000000",
                     *           "hash": "0000000000000000000000000000000000000000000000000000000000000000"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["AuditEntry"][];
                        /** @description The cursor of the next page; null on the last one. */
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    exportPlatformAudit: {
        parameters: {
            query?: {
                /** @description ISO 8601, inclusive. */
                from?: string;
                /** @description ISO 8601, exclusive. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": unknown;
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    listAllOrganizations: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description The most items of one page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *           "name": "Acme",
                     *           "createdAt": "2026-11-22T12:00:00.000Z",
                     *           "deletedAt": null
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["PlatformOrganization"][];
                        /** @description The cursor of the next page; null on the last one. */
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    listProviders: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "acme",
                     *           "title": "Acme Secrets",
                     *           "identity": {
                     *             "kind": "acme"
                     *           },
                     *           "store": {
                     *             "type": "object",
                     *             "properties": {
                     *               "region": {
                     *                 "type": "string"
                     *               }
                     *             }
                     *           },
                     *           "methods": [
                     *             {
                     *               "id": "workload-identity"
                     *             }
                     *           ],
                     *           "trust": null,
                     *           "capabilities": {
                     *             "list": true,
                     *             "write": false,
                     *             "remove": false,
                     *             "trust": false
                     *           },
                     *           "package": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Provider"][];
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getProvider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                provider: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "acme",
                     *       "title": "Acme Secrets",
                     *       "identity": {
                     *         "kind": "acme"
                     *       },
                     *       "store": {
                     *         "type": "object",
                     *         "properties": {
                     *           "region": {
                     *             "type": "string"
                     *           }
                     *         }
                     *       },
                     *       "methods": [
                     *         {
                     *           "id": "workload-identity"
                     *         }
                     *       ],
                     *       "trust": null,
                     *       "capabilities": {
                     *         "list": true,
                     *         "write": false,
                     *         "remove": false,
                     *         "trust": false
                     *       },
                     *       "package": null
                     *     }
                     */
                    "application/json": components["schemas"]["Provider"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    redeemSignInLink: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "carnet_link_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                 *     }
                 */
                "application/json": components["schemas"]["SignInLink"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "token": null
                     *     }
                     */
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            400: components["responses"]["Problem400"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    claimWork: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "workerVersion": "0.1.0",
                 *       "facts": {
                 *         "slots": 4,
                 *         "platform": "linux-x64",
                 *         "providers": [
                 *           "acme"
                 *         ],
                 *         "ownUser": true
                 *       },
                 *       "waitSeconds": 30,
                 *       "free": 1
                 *     }
                 */
                "application/json": components["schemas"]["ClaimRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "kickoff",
                     *       "job": {
                     *         "kickoffId": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *         "fence": 1,
                     *         "leaseMs": 30000,
                     *         "heartbeatMs": 10000,
                     *         "automation": {
                     *           "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *           "name": "nightly import"
                     *         },
                     *         "deployment": {
                     *           "id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *           "number": 3
                     *         },
                     *         "command": [
                     *           "node",
                     *           "import.js"
                     *         ],
                     *         "inputs": "{}",
                     *         "timeoutSeconds": 3600,
                     *         "workloadIdentities": {},
                     *         "credentials": {},
                     *         "variables": [],
                     *         "fingerprintKeys": {},
                     *         "logLimitBytes": 1048576
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ClaimAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    joinWorker: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "worker-1",
                 *       "workerVersion": "0.1.0",
                 *       "facts": {
                 *         "slots": 4,
                 *         "platform": "linux-x64",
                 *         "providers": [
                 *           "acme"
                 *         ],
                 *         "ownUser": true
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["JoinRequest"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "workerId": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "organizationId": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
                     *       "token": "carnet_wkr_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                     *     }
                     */
                    "application/json": components["schemas"]["JoinAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    renewLease: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kickoff: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "fence": 1,
                 *       "steps": [],
                 *       "phase": "running"
                 *     }
                 */
                "application/json": components["schemas"]["HeartbeatRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "cancel": false,
                     *       "leaseMs": 30000
                     *     }
                     */
                    "application/json": {
                        cancel: boolean;
                        leaseMs: number;
                    };
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    writeLog: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kickoff: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "fence": 1,
                 *       "lines": [
                 *         {
                 *           "sequence": 1,
                 *           "at": 1795348800000,
                 *           "stream": "stdout",
                 *           "text": "imported 7 orders"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["LogRequest"];
            };
        };
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    reportResult: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kickoff: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "fence": 1,
                 *       "outcome": "succeeded",
                 *       "exitCode": 0,
                 *       "variables": [],
                 *       "steps": [],
                 *       "lines": [],
                 *       "logTruncated": false
                 *     }
                 */
                "application/json": components["schemas"]["ResultRequest"];
            };
        };
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    createSubjectToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kickoff: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "fence": 1,
                 *       "workloadIdentity": "6f9619ff-8b86-4d01-b42d-00c04fc964ff"
                 *     }
                 */
                "application/json": components["schemas"]["SubjectTokenRequest"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "token": "eyJhbGciOiJSUzI1NiJ9.e30.c2ln",
                     *       "expiresAt": 1795352400000
                     *     }
                     */
                    "application/json": components["schemas"]["SubjectTokenAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
    answerTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                task: string;
            };
            cookie?: never;
        };
        /** @description One of these a line. */
        requestBody: {
            content: {
                "application/x-ndjson": components["schemas"]["TaskAnswer"];
            };
        };
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            507: components["responses"]["Problem507"];
        };
    };
}

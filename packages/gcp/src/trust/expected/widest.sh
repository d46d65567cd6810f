# Who is given the roles
# One subject of one pool, never all of it. gcloud asks nothing while this runs.
export CLOUDSDK_CORE_DISABLE_PROMPTS=1
export CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER=https://secretmanager.europe-west3.rep.googleapis.com/
MEMBER=serviceAccount:reader@orders-project.iam.gserviceaccount.com
NUMBER=$(gcloud projects describe orders-project --format='value(projectNumber)')
[ "$NUMBER" = 123456789012 ] || { echo "The number of the project orders-project is $NUMBER, not 123456789012." >&2; exit 1; }

# The APIs
gcloud services enable secretmanager.googleapis.com iam.googleapis.com sts.googleapis.com iamcredentials.googleapis.com --project=orders-project >/dev/null

# The pool
# A pool that was deleted keeps its id for 30 days: it is brought back, with the providers that were not deleted before it.
POOL_STATE=$(gcloud iam workload-identity-pools describe carnet --project=orders-project --location=global --format='value(state)' 2>/dev/null || true)
case $POOL_STATE in
  '') gcloud iam workload-identity-pools create carnet --project=orders-project --location=global --description='Made by carnet trust' >/dev/null ;;
  DELETED) gcloud iam workload-identity-pools undelete carnet --project=orders-project --location=global >/dev/null ;;
esac

# Its provider
# The condition admits this subject alone: without one every valid token of the issuer becomes a principal of the pool. A provider of this id that admits another one is not replaced. It takes its own name as audience, and no other.
PROVIDER_STATE=$(gcloud iam workload-identity-pools providers describe orders --project=orders-project --location=global --workload-identity-pool=carnet --format='value(state)' 2>/dev/null || true)
CHANGE=create-oidc
if [ -n "$PROVIDER_STATE" ]; then
  CHANGE=update-oidc
  ADMITS=$(gcloud iam workload-identity-pools providers describe orders --project=orders-project --location=global --workload-identity-pool=carnet --format='value[separator=" "](oidc.issuerUri,attributeCondition)')
  [ "$ADMITS" = 'https://id.example.test assertion.sub=='\''organization:4f1c0f9e-5a35-4d6c-8f3b-0d3f0f6f9a11'\''' ] || { printf 'The provider orders admits %s: delete it, or name another one.\n' "$ADMITS" >&2; exit 1; }
  [ "$PROVIDER_STATE" != DELETED ] || gcloud iam workload-identity-pools providers undelete orders --project=orders-project --location=global --workload-identity-pool=carnet >/dev/null
fi
gcloud iam workload-identity-pools providers "$CHANGE" orders --project=orders-project --location=global --workload-identity-pool=carnet \
  --issuer-uri=https://id.example.test --allowed-audiences= \
  --attribute-mapping=google.subject=assertion.sub \
  --attribute-condition="assertion.sub=='organization:4f1c0f9e-5a35-4d6c-8f3b-0d3f0f6f9a11'" >/dev/null

# Let it act as the service account
# The account must exist.
gcloud iam service-accounts add-iam-policy-binding projects/-/serviceAccounts/reader@orders-project.iam.gserviceaccount.com --member=principal://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/carnet/subject/organization:4f1c0f9e-5a35-4d6c-8f3b-0d3f0f6f9a11 --role=roles/iam.workloadIdentityUser --condition=None >/dev/null

# A first secret
# A throw-away value to test with: random and through a pipe, so that nobody is asked and no command line has it. One that exists is left as it is. Give it your own with: printf %s "$VALUE" | CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER=https://secretmanager.europe-west3.rep.googleapis.com/ gcloud secrets versions add projects/orders-project/secrets/first --location=europe-west3 --data-file=-
gcloud secrets describe first --project=orders-project --location=europe-west3 >/dev/null 2>&1 ||
  head -c 24 /dev/urandom | base64 | tr -d '\n' | gcloud secrets create first --project=orders-project --location=europe-west3 --labels=carnet=trust --data-file=- >/dev/null

# Let it read
gcloud secrets add-iam-policy-binding database --project=orders-project --location=europe-west3 --member="$MEMBER" --role=roles/secretmanager.secretAccessor --condition=None >/dev/null
gcloud secrets add-iam-policy-binding projects/orders-project/secrets/-api-key --project=orders-project --location=europe-west3 --member="$MEMBER" --role=roles/secretmanager.secretAccessor --condition=None >/dev/null
gcloud secrets add-iam-policy-binding first --project=orders-project --location=europe-west3 --member="$MEMBER" --role=roles/secretmanager.secretAccessor --condition=None >/dev/null

# Let it list names
# At the project, so that names are completed while typing; it shows no value.
gcloud projects add-iam-policy-binding orders-project --member="$MEMBER" --role=roles/secretmanager.viewer --condition=None >/dev/null

# Let it write and remove
# The smallest role of Google's own that removes a secret. To add versions and no more, put roles/secretmanager.secretVersionAdder in its place.
gcloud secrets add-iam-policy-binding database --project=orders-project --location=europe-west3 --member="$MEMBER" --role=roles/secretmanager.admin --condition=None >/dev/null
gcloud secrets add-iam-policy-binding projects/orders-project/secrets/-api-key --project=orders-project --location=europe-west3 --member="$MEMBER" --role=roles/secretmanager.admin --condition=None >/dev/null
gcloud secrets add-iam-policy-binding first --project=orders-project --location=europe-west3 --member="$MEMBER" --role=roles/secretmanager.admin --condition=None >/dev/null

# What Carnet needs to know
printf '{"providerResourceName":"%s"}\n' projects/123456789012/locations/global/workloadIdentityPools/carnet/providers/orders

# The provider
# From here on no token is taken; those that were given live on to their end, without the roles. It keeps its id for 30 days, in which it can be undeleted.
export CLOUDSDK_CORE_DISABLE_PROMPTS=1
export CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER=https://secretmanager.europe-west3.rep.googleapis.com/
FAILED=0
take_back() {
  PROBLEM=$("$@" 2>&1 >/dev/null) && return 0
  case $PROBLEM in *'NOT_FOUND: '* | *'Status code: 404.'* | *'Policy binding'*'not found!'*) return 0 ;; esac
  printf '%s\n' "$PROBLEM" >&2
  FAILED=1
}
PROVIDER_STATE=$(gcloud iam workload-identity-pools providers describe orders --project=orders-project --location=global --workload-identity-pool=carnet --format='value(state)' 2>/dev/null || true)
[ "$PROVIDER_STATE" = DELETED ] || take_back gcloud iam workload-identity-pools providers delete orders --project=orders-project --location=global --workload-identity-pool=carnet

# The roles
# The service account loses its roles for everybody who acts as it.
MEMBER=serviceAccount:reader@orders-project.iam.gserviceaccount.com
take_back gcloud secrets remove-iam-policy-binding database --project=orders-project --location=europe-west3 --member="$MEMBER" --role=roles/secretmanager.admin --condition=None
take_back gcloud secrets remove-iam-policy-binding projects/orders-project/secrets/-api-key --project=orders-project --location=europe-west3 --member="$MEMBER" --role=roles/secretmanager.admin --condition=None
take_back gcloud secrets remove-iam-policy-binding first --project=orders-project --location=europe-west3 --member="$MEMBER" --role=roles/secretmanager.admin --condition=None
take_back gcloud projects remove-iam-policy-binding orders-project --member="$MEMBER" --role=roles/secretmanager.viewer --condition=None
take_back gcloud secrets remove-iam-policy-binding database --project=orders-project --location=europe-west3 --member="$MEMBER" --role=roles/secretmanager.secretAccessor --condition=None
take_back gcloud secrets remove-iam-policy-binding projects/orders-project/secrets/-api-key --project=orders-project --location=europe-west3 --member="$MEMBER" --role=roles/secretmanager.secretAccessor --condition=None
take_back gcloud secrets remove-iam-policy-binding first --project=orders-project --location=europe-west3 --member="$MEMBER" --role=roles/secretmanager.secretAccessor --condition=None
take_back gcloud iam service-accounts remove-iam-policy-binding projects/-/serviceAccounts/reader@orders-project.iam.gserviceaccount.com --member=principal://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/carnet/subject/organization:4f1c0f9e-5a35-4d6c-8f3b-0d3f0f6f9a11 --role=roles/iam.workloadIdentityUser --condition=None

# The first secret, where the set-up made it
# With all its versions, for good: leave it out where something reads it.
LABEL=$(gcloud secrets describe first --project=orders-project --location=europe-west3 --format='value(labels.carnet)' 2>/dev/null || true)
[ "$LABEL" != trust ] || take_back gcloud secrets delete first --project=orders-project --location=europe-west3

# The pool, where the set-up made it
# And where no other provider is in it. It keeps its id for 30 days, too. The APIs stay enabled.
MADE=$(gcloud iam workload-identity-pools describe carnet --project=orders-project --location=global --format='value[separator=" "](state,description)' 2>/dev/null || true)
if [ "$MADE" = 'ACTIVE Made by carnet trust' ]; then
  OTHERS=$(gcloud iam workload-identity-pools providers list --project=orders-project --location=global --workload-identity-pool=carnet --format='value(name)')
  [ -n "$OTHERS" ] || take_back gcloud iam workload-identity-pools delete carnet --project=orders-project --location=global
fi
exit "$FAILED"

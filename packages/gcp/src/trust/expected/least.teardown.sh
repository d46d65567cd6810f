# The provider
# From here on no token is taken. It keeps its id for 30 days, in which it can be undeleted.
export CLOUDSDK_CORE_DISABLE_PROMPTS=1
PROVIDER_STATE=$(gcloud iam workload-identity-pools providers describe carnet-3b3e064d44690fbb --project=orders-project --location=global --workload-identity-pool=carnet --format='value(state)' 2>/dev/null || true)
case $PROVIDER_STATE in
  DELETED) ;;
  *) gcloud iam workload-identity-pools providers delete carnet-3b3e064d44690fbb --project=orders-project --location=global --workload-identity-pool=carnet >/dev/null ;;
esac

# The roles
# A role that is gone already is only said to be.
MEMBER=principal://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/carnet/subject/organization:4f1c0f9e-5a35-4d6c-8f3b-0d3f0f6f9a11
gcloud secrets remove-iam-policy-binding database --project=orders-project --member="$MEMBER" --role=roles/secretmanager.secretAccessor --condition=None >/dev/null || true

# The pool
# Where no other provider is in it. It keeps its id for 30 days, too. The APIs stay enabled.
OTHERS=$(gcloud iam workload-identity-pools providers list --project=orders-project --location=global --workload-identity-pool=carnet --format='value(name)')
[ -n "$OTHERS" ] || gcloud iam workload-identity-pools delete carnet --project=orders-project --location=global >/dev/null

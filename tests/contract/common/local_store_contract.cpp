#include "tests/contract/common/local_store_contract.h"

#include "tests/contract/common/contract_environment.h"
#include "tests/contract/common/tracking_contract.h"

#include <QTest>

namespace binnacle::contract {

namespace {
int refused(const Error& error)
{
    qCritical().noquote() << error.message << error.detail;
    return 1;
}
} // namespace

int runLocalStoreContract(const TrackingBackendKind& kind, const QString& environment,
                          const QString& trackingUri, const QStringList& arguments)
{
    if (const auto filled = fillStore(environment, trackingUri, false); !filled)
        return refused(filled.error());
    auto expected = dumpStore(environment, trackingUri);
    if (!expected)
        return refused(expected.error());
    const auto address = kind.recognise(trackingUri.toStdString());
    if (!address)
        return refused({Error::Kind::Invalid, trackingUri + QStringLiteral(" not recognised"), {}});
    auto backend = kind.open(Source{{}, "store", kind.kind, *address});
    if (!backend)
        return refused(backend.error());
    TrackingContract contract({trackingUri, *backend, environment, trackingUri, *expected});
    return QTest::qExec(&contract, arguments);
}

} // namespace binnacle::contract

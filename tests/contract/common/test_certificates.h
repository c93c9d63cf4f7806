#pragma once

#include "services/domain/result.h"

#include <QString>

namespace binnacle::contract {

// A private certificate authority and a certificate for a server, made by the openssl program.
struct TestCertificates
{
    QString caFile; // PEM
    QString certificateFile;
    QString keyFile;
};

// `names`: the subjectAltName, such as "IP:127.0.0.1"; `days`: -1 has expired already.
Result<TestCertificates> makeCertificates(const QString& folder, const QString& names,
                                          int days = 2);

} // namespace binnacle::contract

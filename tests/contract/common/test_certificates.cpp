#include "tests/contract/common/test_certificates.h"

#include <QFile>
#include <QProcess>
#include <QStringList>

namespace binnacle::contract {

namespace {

Result<void> openssl(const QString& folder, const QStringList& arguments)
{
    QProcess process;
    process.setWorkingDirectory(folder);
    process.start(QStringLiteral("openssl"), arguments);
    if (!process.waitForFinished(60'000) || process.exitCode() != 0)
        return failure(Error::Kind::Invalid, QStringLiteral("openssl: ") +
                                                 QString::fromUtf8(process.readAllStandardError()));
    return {};
}

} // namespace

Result<TestCertificates> makeCertificates(const QString& folder, const QString& names, int days)
{
    QFile extension(folder + QStringLiteral("/names"));
    if (!extension.open(QIODevice::WriteOnly))
        return failure(Error::Kind::Storage, extension.errorString());
    extension.write("subjectAltName=" + names.toUtf8() + '\n');
    extension.close();
    const auto words = [](const char* text) { return QString::fromLatin1(text).split(u' '); };
    const auto made =
        openssl(folder, words("req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem "
                              "-subj /CN=Binnacle-test-authority -days 2"))
            .and_then([&] {
                return openssl(folder, words("req -newkey rsa:2048 -nodes -keyout server.key "
                                             "-out server.csr -subj /CN=Binnacle-test-server"));
            })
            .and_then([&] {
                return openssl(folder, words("x509 -req -in server.csr -CA ca.pem -CAkey ca.key "
                                             "-CAcreateserial -extfile names -out server.pem "
                                             "-days") +
                                           QStringList{QString::number(days)});
            });
    if (!made)
        return failure(made.error());
    return TestCertificates{folder + QStringLiteral("/ca.pem"),
                            folder + QStringLiteral("/server.pem"),
                            folder + QStringLiteral("/server.key")};
}

} // namespace binnacle::contract

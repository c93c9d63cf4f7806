#include "services/promotion/gates/gates.h"
#include "services/promotion/version_files.h"

#include <QDateTime>

#include <algorithm>

namespace binnacle {

DigestFinding digestGate(const GateFacts& facts, RegistryBackend* registry, std::stop_token stop)
{
    const auto text = [](const char* source) {
        return QCoreApplication::translate("PromotionGates", source);
    };
    const auto finding = [&](GateState state, const QString& evidence, std::string digest = {}) {
        return DigestFinding{gateReport(gates::digest, facts.policy, state, evidence),
                             std::move(digest)};
    };
    const auto& detail = facts.candidate.detail;
    if (!registry)
        return finding(GateState::Unknown, text("The files are out of reach."));
    auto now = digestOfVersion(*registry, detail.version.model, detail.version.version, stop);
    if (!now)
        return finding(GateState::Unknown,
                       text("The files can not be read: %1").arg(now.error().message));
    const auto shortNow = QString::fromStdString(now->substr(0, 12));

    // MLmodel names the run that wrote it.
    const auto& file = facts.candidate.file;
    if (file && !file->runId.empty() && !detail.version.runId.empty() &&
        file->runId != detail.version.runId && !findValue(detail.version.tags, "binnacle.sha256"))
        return finding(GateState::Blocked,
                       text("The files were written by run %1, the version is of run %2.")
                           .arg(QString::fromStdString(file->runId.substr(0, 12)),
                                QString::fromStdString(detail.version.runId.substr(0, 12))),
                       *now);

    const auto* tag = findValue(detail.version.tags, "binnacle.sha256");
    // The oldest one: newest first.
    const Evidence* kept = nullptr;
    for (const auto& evidence : facts.candidate.evidence) {
        if (evidence.kind == gates::digest)
            kept = &evidence;
    }
    const auto before = tag ? *tag : kept ? kept->summary : std::string();
    if (before.empty())
        return finding(
            GateState::Unknown,
            text("No digest was kept when the files were written; from now on it is %1….")
                .arg(shortNow),
            *now);
    if (before != *now)
        return finding(GateState::Blocked,
                       text("The files have changed: their digest was %1…, now it is %2….")
                           .arg(QString::fromStdString(before.substr(0, 12)), shortNow),
                       *now);
    if (tag)
        return finding(
            GateState::Passed,
            text("The digest %1… is the one that the version was made with.").arg(shortNow), *now);
    return finding(
        GateState::PassedWithNote,
        text("The digest is %1… as it was when first looked at, %2.")
            .arg(shortNow,
                 QDateTime::fromMSecsSinceEpoch(kept->createdAt, Qt::UTC).toString(Qt::ISODate)),
        *now);
}

} // namespace binnacle

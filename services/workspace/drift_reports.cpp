#include "services/workspace/drift_reports.h"

#include "services/workspace/sqlite_values.h"

#include <QCoreApplication>
#include <QDateTime>

#include <zstd.h>

#include <limits>
#include <string_view>

namespace binnacle {

namespace {

constexpr std::size_t packedFrom = 4'096; // bytes
constexpr const char* head =
    "SELECT id, created_at, maker, reference_path, reference_digest, reference_rows, current_path, "
    "current_digest, current_rows, columns, drifted, share, drift_share, dataset_drift";

QString tr(const char* text)
{
    return QCoreApplication::translate("workspace", text);
}

std::string packed(const std::string& text)
{
    std::string out(ZSTD_compressBound(text.size()), '\0');
    const auto size = ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3);
    if (ZSTD_isError(size))
        return {};
    out.resize(size);
    return out;
}

// Nothing where the bytes are no frame of a size that is believable.
std::optional<std::string> unpacked(std::string_view bytes)
{
    const auto size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
    if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR ||
        size > DriftReports::largestBody)
        return std::nullopt;
    std::string text(size, '\0');
    const auto got = ZSTD_decompress(text.data(), text.size(), bytes.data(), bytes.size());
    if (ZSTD_isError(got) || got != size)
        return std::nullopt;
    return text;
}

DriftReportRow rowOf(SQLite::Statement& get)
{
    DriftReportRow row;
    row.id = get.getColumn(0).getInt64();
    row.subject.createdAt = get.getColumn(1).getInt64();
    row.subject.maker = get.getColumn(2).getString();
    row.subject.reference = {get.getColumn(3).getString(), get.getColumn(4).getString(),
                             optionalInt(get.getColumn(5))};
    row.subject.current = {get.getColumn(6).getString(), get.getColumn(7).getString(),
                           optionalInt(get.getColumn(8))};
    row.columns = get.getColumn(9).getInt64();
    row.drifted = get.getColumn(10).getInt64();
    row.share = get.getColumn(11).getDouble();
    row.driftShare = get.getColumn(12).getDouble();
    row.datasetDrift = get.getColumn(13).getInt() != 0;
    return row;
}

void bindSide(SQLite::Statement& put, int first, const DriftSide& side)
{
    put.bind(first, side.path);
    put.bind(first + 1, side.digest);
    bindOptional(put, first + 2, side.rows);
}

// SQLite keeps NaN as NULL, which the table does not take.
double shareOr(double value, double otherwise)
{
    return std::isnan(value) ? otherwise : value;
}

} // namespace

Result<std::int64_t> DriftReports::add(const KeptDriftReport& report) const
{
    if (report.body.size() > largestBody)
        return failure(Error::Kind::Invalid, tr("The report is too large to be kept."));
    const auto small = report.body.size() > packedFrom ? packed(report.body) : std::string();
    return workspace_->write(+Workspace::Subject::Drift, [&](auto& db) -> Result<std::int64_t> {
        SQLite::Statement put(
            db, "INSERT INTO drift_report (created_at, maker, reference_path, reference_digest, "
                "reference_rows, current_path, current_digest, current_rows, columns, drifted, "
                "share, drift_share, dataset_drift, options, body, packed) VALUES (?, ?, ?, ?, ?, "
                "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        const auto& row = report.row;
        put.bind(1, row.subject.createdAt != 0
                        ? row.subject.createdAt
                        : static_cast<std::int64_t>(QDateTime::currentMSecsSinceEpoch()));
        put.bind(2, row.subject.maker);
        bindSide(put, 3, row.subject.reference);
        bindSide(put, 6, row.subject.current);
        put.bind(9, row.columns);
        put.bind(10, row.drifted);
        put.bind(11, shareOr(row.share, 0));
        put.bind(12, shareOr(row.driftShare, 0.5));
        put.bind(13, row.datasetDrift ? 1 : 0);
        put.bind(14, report.options);
        const auto& body = small.empty() ? report.body : small;
        put.bind(15, body.data(), static_cast<int>(body.size()));
        put.bind(16, small.empty() ? 0 : 1);
        put.exec();
        return db.getLastInsertRowid();
    });
}

Result<std::vector<DriftReportRow>> DriftReports::all(std::size_t limit) const
{
    return workspace_->read([&](auto& db) -> Result<std::vector<DriftReportRow>> {
        SQLite::Statement get(db, std::string(head) +
                                      " FROM drift_report ORDER BY created_at DESC, "
                                      "id DESC LIMIT ?");
        get.bind(1, static_cast<std::int64_t>(limit));
        std::vector<DriftReportRow> rows;
        while (get.executeStep())
            rows.push_back(rowOf(get));
        return rows;
    });
}

Result<KeptDriftReport> DriftReports::find(std::int64_t id) const
{
    return workspace_->read([&](auto& db) -> Result<KeptDriftReport> {
        SQLite::Statement get(db, std::string(head) +
                                      ", options, body, packed FROM drift_report WHERE id = ?");
        get.bind(1, id);
        if (!get.executeStep())
            return failure(Error::Kind::NotFound, tr("There is no such drift report any more."));
        KeptDriftReport report;
        report.row = rowOf(get);
        report.options = get.getColumn(14).getString();
        const auto body = get.getColumn(15);
        const std::string_view bytes(static_cast<const char*>(body.getBlob()),
                                     static_cast<std::size_t>(body.getBytes()));
        if (get.getColumn(16).getInt() == 0) {
            report.body = bytes;
            return report;
        }
        auto text = unpacked(bytes);
        if (!text)
            return failure(Error::Kind::Storage, tr("The kept drift report is damaged."));
        report.body = std::move(*text);
        return report;
    });
}

Result<void> DriftReports::remove(std::int64_t id) const
{
    return workspace_->write(+Workspace::Subject::Drift, [&](auto& db) -> Result<void> {
        SQLite::Statement drop(db, "DELETE FROM drift_report WHERE id = ?");
        drop.bind(1, id);
        drop.exec();
        return {};
    });
}

} // namespace binnacle

#include "services/compare/comparison_report.h"

#include <QDateTime>
#include <QSaveFile>

#include <algorithm>

namespace binnacle {

namespace {

bool growsOverSteps(const RunComparison& comparison, const std::string& metric)
{
    const auto row = std::ranges::find_if(comparison.rows, [&](const ComparisonRow& each) {
        return each.group == ComparisonGroup::Metrics && each.key == metric;
    });
    return row != comparison.rows.end() && row->lastStep > 0;
}

constexpr std::size_t bandsInReport = 50'000; // of one chart

std::vector<std::string> chartedMetrics(const RunComparison& comparison,
                                        const ReportOptions& options)
{
    std::vector<std::string> metrics;
    if (!options.metric.empty())
        metrics.push_back(options.metric);
    for (const auto& metric : metricsToShow(comparison)) {
        if (metrics.size() >= options.charts)
            break;
        // One chart in any case; more of them only where there is a line to see.
        if (metric != options.metric && (metrics.empty() || growsOverSteps(comparison, metric)))
            metrics.push_back(metric);
    }
    return metrics;
}

} // namespace

Result<ComparisonReport> readReport(const std::shared_ptr<Workspace>& workspace,
                                    std::span<const RunRowId> runs, const DirectionOf& direction,
                                    const ReportOptions& options, const std::stop_token& stop)
{
    auto comparison = readComparison(workspace, runs, direction, stop);
    if (!comparison)
        return failure(comparison.error());
    ComparisonReport report{std::move(*comparison), {}, QDateTime::currentMSecsSinceEpoch()};
    std::vector<RunRowId> present;
    for (const auto& run : report.comparison.runs)
        present.push_back(run.row);
    const HistoryStore histories(workspace);
    // Many lines share what one page can hold; bands keep every extreme at any width.
    const auto buckets = std::clamp<std::size_t>(
        bandsInReport / std::max<std::size_t>(1, present.size()), 100, options.buckets);
    for (const auto& metric : chartedMetrics(report.comparison, options)) {
        auto chart = readMetricChart(histories, present, metric, firstPossibleStep,
                                     lastPossibleStep, buckets, stop);
        if (!chart)
            return failure(chart.error());
        report.charts.push_back(std::move(*chart));
    }
    return report;
}

Result<void> writeFile(const std::filesystem::path& file, const std::string& bytes)
{
    QSaveFile out(QString::fromStdString(file.string()));
    const auto size = static_cast<qint64>(bytes.size());
    if (out.open(QIODevice::WriteOnly) && out.write(bytes.data(), size) == size && out.commit())
        return {};
    return failure(Error::Kind::Storage,
                   QCoreApplication::translate("comparison", "Could not write %1: %2")
                       .arg(out.fileName(), out.errorString()));
}

} // namespace binnacle

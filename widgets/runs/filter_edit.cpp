#include "widgets/runs/filter_edit.h"

#include "services/query/filter_parser.h"

namespace binnacle {

FilterEdit::FilterEdit(std::shared_ptr<RunQueryEngine> engine, WorkerPools& pools, QWidget* parent)
    : FilterLine(tokenizeFilter, tr("Filter, as metrics.accuracy > 0.9 AND params.model = 'gbm'"),
                 parent)
    , engine_(std::move(engine))
    , pools_(pools)
{
    setObjectName(QStringLiteral("filterEdit"));
}

void FilterEdit::inspect()
{
    const auto parsed = parseFilter(filter().toStdString());
    inspected(parsed ? std::nullopt : std::optional<FilterError>(parsed.error()));
}

void FilterEdit::suggest()
{
    suggesting_.run(
        &pools_.readers, this,
        [engine = engine_, scope = scope_, text = filter().toStdString(), cursor = cursorBytes()](
            std::stop_token stop) { return suggestionsAt(*engine, scope, text, cursor, stop); },
        [this](FilterSuggestions found) { offer(std::move(found)); });
}

} // namespace binnacle

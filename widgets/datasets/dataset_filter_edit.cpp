#include "widgets/datasets/dataset_filter_edit.h"

#include "models/dataset_document.h"
#include "models/dataset_filter.h"

#include <utility>

namespace binnacle {

DatasetFilterEdit::DatasetFilterEdit(WorkerPools& pools, QWidget* parent)
    : FilterLine(tokenizeRowFilter, tr("WHERE, as age > 30 AND state = 'open'"), parent)
    , pools_(pools)
{
    setObjectName(QStringLiteral("datasetFilter"));
    setAccessibleName(tr("Filter rows by SQL"));
}

void DatasetFilterEdit::setDataset(std::shared_ptr<const Dataset> dataset)
{
    letGoOn(pools_.jobs, std::exchange(data_, std::move(dataset)));
    if (!filter().isEmpty())
        checkAgain();
}

void DatasetFilterEdit::inspect()
{
    if (!data_) {
        inspected(std::nullopt);
        return;
    }
    inspecting_.run(
        &pools_.readers, this,
        [data = data_, text = filter().toStdString()](const std::stop_token&) {
            return rowFilterError(*data, text);
        },
        [this](const std::optional<FilterError>& error) { inspected(error); });
}

void DatasetFilterEdit::suggest()
{
    if (!data_)
        return;
    using Functions = std::shared_ptr<const std::vector<std::string>>;
    using Found = std::pair<FilterSuggestions, Functions>;
    suggesting_.run(
        &pools_.readers, this,
        [data = data_, functions = functions_, text = filter().toStdString(),
         cursor = cursorBytes()](const std::stop_token&) mutable -> Found {
            if (!functions)
                functions =
                    std::make_shared<const std::vector<std::string>>(rowFunctions(*data->engine));
            return {rowFilterSuggestions(data->columns, *functions, text, cursor), functions};
        },
        [this](Found found) {
            functions_ = std::move(found.second);
            offer(std::move(found.first));
        });
}

} // namespace binnacle

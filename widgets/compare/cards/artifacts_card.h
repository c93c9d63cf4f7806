#pragma once

#include "models/artifact_comparison_model.h"
#include "widgets/compare/comparison_card.h"

namespace binnacle {

class ArtifactsComparison;

// The same artifact of the runs in sight beside each other: pictures by step, tables joined by a
// key, confusion matrices, differences of texts, JSON and YAML.
class ArtifactsCard : public ComparisonCard
{
    Q_OBJECT
public:
    ArtifactsCard(const CardContext& context, QWidget* parent);

    CardTable table() const override;
    void paintBody(QPainter& painter, const QRectF& area) const override;
    ArtifactComparisonModel& model() { return *model_; }

protected:
    void applyOptions() override;

private:
    void takeRuns();
    void refresh();
    ArtifactComparisonModel* model_;
    ArtifactsComparison* comparison_;
};

} // namespace binnacle

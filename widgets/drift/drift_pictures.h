#pragma once

#include "models/drift_picture.h"
#include "services/drift/drift_over_time.h"

#include <QWidget>

#include <optional>

namespace binnacle {

DriftColours driftColours(); // of the theme

// Reference and current of one column over each other; hovering tells a bin's or category's shares.
class DistributionView : public QWidget
{
    Q_OBJECT
public:
    explicit DistributionView(QWidget* parent = nullptr);
    void setSummary(std::optional<DistributionSummary> summary);
    const std::optional<DistributionSummary>& summary() const { return summary_; }
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    std::optional<DistributionSummary> summary_;
};

// The quantile plot of one column.
class QuantileView : public QWidget
{
    Q_OBJECT
public:
    explicit QuantileView(QWidget* parent = nullptr);
    void setSummary(std::optional<DistributionSummary> summary);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    std::optional<DistributionSummary> summary_;
};

// The score of one column by window, its threshold, and where its level changes.
class WindowLine : public QWidget
{
    Q_OBJECT
public:
    explicit WindowLine(QWidget* parent = nullptr);
    void setColumn(std::vector<DataWindow> windows, std::optional<ColumnOverTime> column);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    QRectF plot() const;
    std::vector<DataWindow> windows_;
    std::optional<ColumnOverTime> column_;
};

} // namespace binnacle

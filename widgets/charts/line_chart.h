#pragma once

#include "models/chart_series_model.h"
#include "widgets/charts/chart_hover.h"
#include "widgets/charts/chart_scene.h"

#include <QImage>
#include <QPixmap>
#include <QTimer>
#include <QWidget>

#include <optional>

namespace binnacle {

class EmptyState;

// Lines over the steps of one metric: a view over a ChartSeriesModel, which holds all data.
//   wheel, + and -        nearer and farther
//   drag, left and right  along the steps
//   double click, Home    all steps
//   mouse, Ctrl+left/right  the cross-hair with the values at a step; Escape puts it away
// The lines are painted into a picture once; the cross-hair is painted over it.
class LineChart : public QWidget
{
    Q_OBJECT
public:
    explicit LineChart(QWidget* parent = nullptr);

    void setModel(ChartSeriesModel* model); // not owned
    ChartSeriesModel* model() const { return model_; }
    void setLogScale(bool on);
    bool logScale() const { return log_; }
    // Weight of the moving average in [0, 1); 0: off.
    void setSmoothing(double weight);
    double smoothing() const { return smoothing_; }
    void setLegendVisible(bool on);

    std::optional<std::int64_t> hoverStep() const { return hover_; }
    QRectF plotRect() const; // of the lines, in the widget
    // The chart as it is now, with a legend, for a file.
    QImage picture(QSize size) const;
    // The values at the cross-hair, else at the last step: for the clipboard.
    QString valuesText() const;

    QSize sizeHint() const override { return {640, 300}; }
    QSize minimumSizeHint() const override { return {240, 140}; }

signals:
    void hoverChanged();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    const ChartScene& scene() const;
    void modelChanged();
    void refreshState(); // the sentence in place of lines
    void invalidate();   // scene and picture
    void zoom(double factor, double anchor);
    void pan(double share);
    void setHover(std::optional<std::int64_t> step);
    void paintHover(QPainter& painter);
    double stepAtX(double x) const;

    ChartSeriesModel* model_ = nullptr;
    bool log_ = false;
    bool legend_ = false;
    double smoothing_ = 0;

    mutable std::optional<ChartScene> scene_; // points into the model's bands
    mutable QRectF plot_;
    QPixmap picture_; // null: to be painted again
    std::optional<std::int64_t> hover_;
    std::optional<double> dragX_; // where the hand holds the chart
    EmptyState* empty_;
    QTimer loading_; // a short wait is not worth a word
};

} // namespace binnacle

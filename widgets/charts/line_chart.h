#pragma once

#include "models/chart_series_model.h"
#include "widgets/charts/chart_hover.h"
#include "widgets/charts/chart_scene.h"
#include "widgets/charts/lines_picture.h"

#include <QImage>
#include <QPixmap>
#include <QTimer>
#include <QWidget>

#include <optional>

namespace binnacle {

class EmptyState;

// Lines of one metric: a view over a ChartSeriesModel, which holds all data.
//   Ctrl+wheel, pinch, + -  nearer and farther; with Shift the value axis. The wheel alone is for
//                           the page around; turned sideways it moves along where zoomed
//   drag                    not zoomed: a rubber band; zoomed: moves along, Shift+drag: rubber band
//   left, right, up, down   along the axes
//   double click, Home      everything
//   mouse, Ctrl+left/right  the cross-hair with the values there; Escape puts it away
// Few lines are painted at once and kept as a picture. Many are painted on a pool: until they are
// there the last picture is shown, scaled to the axes of now. The cross-hair is painted over it.
class LineChart : public QWidget
{
    Q_OBJECT
public:
    explicit LineChart(QWidget* parent = nullptr);

    void setModel(ChartSeriesModel* model); // not owned
    ChartSeriesModel* model() const { return model_; }
    void setLogScale(bool on); // of the value axis
    bool logScale() const { return log_; }
    // Scales the values to the 1st to 99th percentile; marks at the edge tell what lies beyond.
    void setIgnoreOutliers(bool on);
    // Weight of the moving average in [0, 1); 0: off. Of the model.
    void setSmoothing(double weight);
    double smoothing() const { return model_ ? model_->options().smoothing : 0; }
    void setLegendVisible(bool on);

    // Where the cross-hair is, on the axis of the model.
    std::optional<double> hoverX() const { return hover_; }
    void setHoverX(std::optional<double> x); // no hoverChanged()
    // The series to stand out; nullopt: none.
    void setHighlighted(std::optional<std::size_t> series);
    std::optional<std::size_t> highlighted() const { return highlighted_; }
    // The values in sight where a person chose them; nullopt: all of the lines in sight.
    std::optional<AxisRange> valueWindow() const { return valueWindow_; }
    AxisRange valueAxis() const { return scene().y; }

    QRectF plotRect() const;     // of the lines, in the widget
    bool settled() const;        // what is shown is what was asked for
    bool picturePainted() const; // there are lines to see, be they coarse
    // The chart as it is now, with a legend, for a file.
    QImage picture(QSize size) const;
    void paintInto(QPainter& painter, const QRectF& area, const Theme& theme) const;
    // The values at the cross-hair, else at the last point: for the clipboard.
    QString valuesText() const;

    QSize sizeHint() const override { return {640, 300}; }
    QSize minimumSizeHint() const override { return {160, 100}; }

signals:
    void hoverChanged();
    void windowEdited();                                   // by the hand: the model's window
    void seriesPointed(std::optional<std::size_t> series); // the line under the mouse

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool event(QEvent* event) override; // a pinch
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    bool ready() const { return model_ && model_->state() == ChartSeriesModel::State::Ready; }
    const ChartScene& scene() const;
    bool heavy() const;
    void modelChanged();
    void describe();
    void refreshState(); // the sentence in place of lines
    void invalidate();   // scene and picture
    void askForPicture();
    void pictureReady();
    void paintLight(QPainter& painter);
    void paintHeavy(QPainter& painter);
    void paintHighlight(QPainter& painter);
    void paintHover(QPainter& painter);
    void paintRubber(QPainter& painter);

    void setWindow(std::optional<AxisRange> window);
    void setValueWindow(std::optional<AxisRange> window);
    void zoom(double factor, double anchor);
    void zoomAt(const QPointF& at, double factor, bool values);
    void zoomValues(double factor, double place);
    void pan(double share, double valueShare);
    void reset();
    void cutRubber();
    void moveHover(std::optional<double> x);
    void point(QPointF position);
    bool key(const QKeyEvent& event);
    double xAt(double pixel) const;

    ChartSeriesModel* model_ = nullptr;
    bool log_ = false, legend_ = false, ignoreOutliers_ = false;
    std::optional<AxisRange> valueWindow_;

    mutable std::optional<ChartScene> scene_; // points into the model's bands
    mutable QRectF plot_;
    QPixmap picture_;           // of few lines; null: to be painted again
    LinesPicture lines_;        // of many
    bool linesChanged_ = false; // to be asked for again

    std::optional<double> hover_;
    std::optional<std::size_t> highlighted_, pointed_;
    std::optional<QPointF> drag_;                       // where the hand holds the chart
    std::optional<std::pair<QPointF, QPointF>> rubber_; // its two corners
    EmptyState* empty_;
    QTimer loading_;     // a short wait is not worth a word
    QTimer description_; // for screen readers, when the hand rests
};

} // namespace binnacle

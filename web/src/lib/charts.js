// ECharts, only the parts we use, with the house's colours. The option comes from the server as JSON.
import { BarChart, GaugeChart, HeatmapChart, LineChart, PieChart, RadarChart, ScatterChart } from "echarts/charts";
import { AriaComponent, DatasetComponent, GridComponent, LegendComponent, MarkLineComponent, RadarComponent, TitleComponent, TooltipComponent, VisualMapComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { data } from "./words.js";

echarts.use([BarChart, GaugeChart, HeatmapChart, LineChart, PieChart, RadarChart, ScatterChart, AriaComponent, DatasetComponent, GridComponent,
  LegendComponent, MarkLineComponent, RadarComponent, TitleComponent, TooltipComponent, VisualMapComponent, CanvasRenderer]);

const TONES = { blue: "#2f6fe4", green: "#1c9a63", amber: "#e0982a", red: "#d6392f", violet: "#7c56d9", teal: "#14919b", slate: "#8592a6" };
const axis = {
  axisLine: { lineStyle: { color: "#d5dce6" } }, axisTick: { show: false }, axisLabel: { color: "#56637a", fontSize: 12 },
  splitLine: { lineStyle: { color: "#edf0f5" } }, nameTextStyle: { color: "#56637a" },
};

function theme() {
  const font = getComputedStyle(document.body).fontFamily;
  return {
    color: Object.values(TONES),
    textStyle: { fontFamily: font },
    categoryAxis: { ...axis, splitLine: { show: false } },
    valueAxis: { ...axis, axisLine: { show: false } },
    timeAxis: axis,
    legend: { textStyle: { color: "#3d4a5e" } },
    line: { symbol: "none", lineStyle: { width: 2 } },
    bar: { barMaxWidth: 22, itemStyle: { borderRadius: [2, 2, 0, 0] } },
    tooltip: { renderMode: "richText", borderColor: "#e2e7ee", textStyle: { color: "#18212f", fontSize: 13 } },
  };
}

function tones(option) {
  for (const series of [option.series].flat().filter(Boolean)) {
    if (!series.tone) continue;
    series.itemStyle = { color: TONES[series.tone], ...series.itemStyle };
    series.lineStyle = { color: TONES[series.tone], ...series.lineStyle };
    delete series.tone;
  }
  return option;
}

// A bar that lies has room for its name; ECharts leaves out every other one.
function named(option) {
  for (const one of [option.yAxis].flat()) if (one?.type === "category") one.axisLabel = { interval: 0, ...one.axisLabel };
  return option;
}

export function draw(element) {
  const option = named(tones(data(element.dataset.chart)));
  const chart = echarts.init(element, theme());
  chart.setOption({
    animation: false,
    aria: { enabled: !element.hasAttribute("aria-label") },
    grid: element.classList.contains("chart-spark") ? { left: 2, right: 2, top: 4, bottom: 2 } : { left: 8, right: 14, top: 36, bottom: 4, containLabel: true },
    ...option,
    ...(option.legend && { legend: { right: 8, top: 0, icon: "roundRect", itemWidth: 12, itemHeight: 8, ...option.legend } }),
  });
  new ResizeObserver(() => chart.resize()).observe(element);
  addEventListener("beforeprint", () => chart.resize());
}
